import { LoadingPlaceholder } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import type { Query } from '../store/use-query.ts';
import { testIds } from '../testIds.ts';
import { Failure } from './Failure.tsx';

interface Props<T> {
  query: Query<T>;
  loadingText: string;
  /** Uid of the data source, for the link to its settings after a failure. */
  ds: string | null;
  onRetry?: () => void;
  /** Renders the result. */
  children: (value: T) => ReactNode;
}

/** Shows a query's result, a placeholder while it loads, or its failure; also that the store is busy. */
export function QueryState<T>({ query, loadingText, ds, onRetry, children }: Props<T>) {
  if (query.status === 'loading' && query.failure?.kind === 'busy') {
    return <Failure failure={query.failure} ds={ds} />;
  }
  if (query.status === 'loading') {
    return <LoadingPlaceholder text={loadingText} data-testid={testIds.states.loading} />;
  }
  return query.status === 'failed' ? (
    <Failure {...{ failure: query.failure, ds, onRetry }} />
  ) : (
    <>{children(query.value)}</>
  );
}
