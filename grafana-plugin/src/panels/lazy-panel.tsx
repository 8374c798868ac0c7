import type { PanelProps } from '@grafana/data';
import React, { lazy, Suspense, type ComponentType } from 'react';

/** Panel whose component is loaded on first render. */
export function lazyPanel(load: () => Promise<{ default: ComponentType<PanelProps> }>): ComponentType<PanelProps> {
  const Panel = lazy(load);
  return function LazyPanel(props) {
    return (
      <Suspense fallback={null}>
        <Panel {...props} />
      </Suspense>
    );
  };
}
