import type { PanelProps } from '@grafana/data';
import React, { lazy, Suspense, type ComponentType } from 'react';

/** A panel whose component is loaded when it is first drawn. */
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
