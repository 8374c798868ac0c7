import type { PanelProps } from '@grafana/data';
import React, { lazy, Suspense, type ComponentType } from 'react';
import { translated } from '../translated.ts';

/** Panel whose component is loaded on first render. */
export function lazyPanel<Options>(
  load: () => Promise<{ default: ComponentType<PanelProps<Options>> }>,
): ComponentType<PanelProps<Options>> {
  const Panel = lazy(() => translated(load));
  return function LazyPanel(props) {
    return (
      <Suspense fallback={null}>
        <Panel {...props} />
      </Suspense>
    );
  };
}
