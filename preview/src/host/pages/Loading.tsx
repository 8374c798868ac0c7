import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { type ReactNode, Suspense } from 'react';
import type { Loaded } from '../use-loaded';

interface Props<T> {
  loaded: Loaded<T>;
  /** Title of the notice where it failed. */
  failure: string;
  children: (value: T) => ReactNode;
}

/** Shows what was loaded, or how far it is. What is drawn may be lazy itself. */
export function Loading<T>({ loaded, failure, children }: Props<T>) {
  if (loaded.state === 'failed') {
    return <Alert title={failure}>{loaded.error.message}</Alert>;
  }
  const waiting = <LoadingPlaceholder text="Loading…" />;
  return loaded.state === 'loading' ? waiting : <Suspense fallback={waiting}>{children(loaded.value)}</Suspense>;
}
