import { Button } from '@grafana/ui';
import React from 'react';

interface Props {
  isOpen: boolean;
  onToggle: (isOpen: boolean) => void;
  /** Id of the part that it unfolds. */
  controls?: string;
  children: React.ReactNode;
  'data-testid'?: string;
}

/** Unfolds what few users need, and folds it again. */
export function FoldButton({ isOpen, onToggle, controls, children, 'data-testid': testId }: Props) {
  return (
    <Button
      size="sm"
      variant="secondary"
      fill="text"
      icon={isOpen ? 'angle-down' : 'angle-right'}
      aria-expanded={isOpen}
      aria-controls={controls}
      onClick={() => onToggle(!isOpen)}
      data-testid={testId}
    >
      {children}
    </Button>
  );
}
