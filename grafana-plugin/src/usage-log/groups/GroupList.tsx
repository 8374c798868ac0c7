import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, EmptyState, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { useEffect, type ReactNode } from 'react';
import { Failure } from '../../states/Failure.tsx';
import { testIds } from '../../testIds.ts';
import type { GrowingQuery } from './use-growing-query.ts';

interface Props<T> {
  growing: GrowingQuery<T>;
  hasMore: (value: T) => boolean;
  countOf: (value: T) => number;
  emptyText: string;
  onLoading: (loading: boolean) => void;
  ds: string;
  /** Renders the groups that are loaded. */
  children: (value: T) => ReactNode;
}

/** The groups of a selection, or why there are none. While it loads again, and after a failure, the last ones stay. */
export function GroupList<T>({ growing, hasMore, countOf, emptyText, onLoading, ds, children }: Props<T>) {
  const styles = useStyles2(getStyles);
  const { query, loadMore } = growing;
  const isLoading = query.status === 'loading';
  useEffect(() => {
    onLoading(isLoading);
    return () => onLoading(false);
  }, [isLoading, onLoading]);
  const failure = query.status === 'ready' ? undefined : query.failure;
  const { value } = query;
  if (value === undefined) {
    return failure ? (
      <Failure failure={failure} ds={ds} />
    ) : (
      <LoadingPlaceholder
        text={t('usage-log.groups.loading', 'Loading groups…')}
        data-testid={testIds.states.loading}
      />
    );
  }
  return (
    <div className={styles.list} data-testid={testIds.usageLog.groups} aria-busy={isLoading}>
      {failure && <Failure failure={failure} ds={ds} />}
      {countOf(value) === 0 ? <EmptyState variant="not-found" message={emptyText} /> : children(value)}
      {hasMore(value) && (
        <div className={styles.footer}>
          {loadMore ? (
            <Button size="sm" variant="secondary" icon="angle-down" disabled={isLoading} onClick={loadMore}>
              {t('usage-log.groups.load-more', 'Load more')}
            </Button>
          ) : (
            t('usage-log.groups.limit', '', {
              count: countOf(value),
              defaultValue_one: 'Only the first group is shown. Filter to see the others.',
              defaultValue_other: 'Only the first {{count}} groups are shown. Filter to see the others.',
            })
          )}
        </div>
      )}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    height: '100%',
    overflow: 'auto',
    border: `1px solid ${theme.colors.border.weak}`,
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.primary,
    '&[aria-busy="true"]': { opacity: 0.6 },
  }),
  footer: css({ padding: theme.spacing(1), textAlign: 'center', color: theme.colors.text.secondary }),
});
