import { InlineField, Input } from '@grafana/ui';
import React from 'react';

interface Props {
  id: string;
  label: string;
  tooltip: string;
  testId: string;
  value: number;
  max: number;
  /** Replaces what is no number. */
  fallback: number;
  onChange: (value: number) => void;
  /** Called when the user has finished. */
  onRun: () => void;
}

/** Field of a query for a whole number from 1 on. */
export function NumberField({ id, label, tooltip, testId, value, max, fallback, onChange, onRun }: Props) {
  return (
    <InlineField label={label} tooltip={tooltip}>
      <Input
        id={id}
        data-testid={testId}
        type="number"
        width={10}
        min={1}
        max={max}
        value={value}
        onChange={(event) => onChange(event.currentTarget.valueAsNumber || fallback)}
        onBlur={onRun}
        onKeyDown={(event) => event.key === 'Enter' && onRun()}
      />
    </InlineField>
  );
}
