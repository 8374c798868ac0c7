import React, { lazy, Suspense, type ComponentType } from 'react';
import { translated } from './translated.ts';

/** Editor of a query or of a panel's option that is loaded on first use. */
export function lazyEditor<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Editor = lazy(async () => {
    const { default: Loaded } = await translated(load);
    return { default: ({ props }: { props: P }) => <Loaded {...props} /> };
  });
  return function LazyEditor(props: P) {
    return (
      <Suspense fallback={null}>
        <Editor props={props} />
      </Suspense>
    );
  };
}
