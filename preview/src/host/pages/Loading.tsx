import { Alert, LoadingPlaceholder } from '@grafana/ui';
import { type ReactNode, Suspense } from 'react';
import type { Loaded } from '../use-loaded.ts';

interface Props<T> {
  loaded: Loaded<T>;
  /** Title of the error message. */
  failure: string;
  children: (value: T) => ReactNode;
}

/** Shows the loaded content, a placeholder while it loads, or the error. The content may contain lazy components. */
export function Loading<T>({ loaded, failure, children }: Props<T>) {
  if (loaded.state === 'failed') {
    return <Alert title={failure}>{loaded.error.message}</Alert>;
  }
  const waiting = <LoadingPlaceholder text="Loading…" />;
  return loaded.state === 'loading' ? waiting : <Suspense fallback={waiting}>{children(loaded.value)}</Suspense>;
}
