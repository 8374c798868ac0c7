import React, { lazy, Suspense, type ComponentType } from 'react';
import { translated } from './translated.ts';

/** Panel or editor whose component is loaded on first render. */
export function lazyPart<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Part = lazy(async () => {
    const { default: Loaded } = await translated(load);
    return { default: ({ props }: { props: P }) => <Loaded {...props} /> };
  });
  return function LazyPart(props: P) {
    return (
      <Suspense fallback={null}>
        <Part props={props} />
      </Suspense>
    );
  };
}
