import type { StandardEditorProps } from '@grafana/data';
import React, { lazy, Suspense, type ComponentType } from 'react';
import { translated } from '../translated.ts';

/** Editor of a panel's option whose component is loaded on first use. */
export function lazyEditor<T>(
  load: () => Promise<{ default: ComponentType<StandardEditorProps<T>> }>,
): ComponentType<StandardEditorProps<T>> {
  const Editor = lazy(() => translated(load));
  return function LazyEditor(props) {
    return (
      <Suspense fallback={null}>
        <Editor {...props} />
      </Suspense>
    );
  };
}
