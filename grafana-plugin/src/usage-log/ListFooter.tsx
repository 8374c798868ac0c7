import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import { MAX_SORTED_ROWS } from '@tokentrail/usage-store';
import React from 'react';
import { Hint } from '../components/Hint.tsx';
import { formatCount } from '../format.ts';
import { failureTitle } from '../store/store-failure.ts';
import { testIds } from '../testIds.ts';
import type { RecordList } from './use-record-list.ts';

/** Shows how many rows are loaded and whether these are all, and loads more. Its height does not change. */
export function ListFooter({ list, pageSize }: { list: RecordList; pageSize: number }) {
  const styles = useStyles2(getStyles);
  return (
    <div className={styles.footer} data-testid={testIds.usageLog.footer}>
      <span role="status">{loadedWords(list)}</span>
      {list.moreFailure ? (
        <MoreFailure list={list} />
      ) : (
        list.hasMore && (
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            disabled={list.loading !== null}
            icon={list.loading === 'more' ? 'spinner' : 'angle-down'}
            data-testid={testIds.usageLog.loadMore}
            onClick={list.loadMore}
          >
            {t('usage-log.load-more', '', {
              count: pageSize,
              defaultValue_one: 'Load {{count}} more',
              defaultValue_other: 'Load {{count}} more',
            })}
          </Button>
        )
      )}
    </div>
  );
}

function loadedWords({ records, hasMore, selection }: RecordList): string {
  const count = records.length;
  const shown = formatCount(count);
  if (selection?.sort !== 'time' && count >= MAX_SORTED_ROWS) {
    return t(
      'usage-log.first-loaded',
      'Showing the first {{shown}} rows. To see others, narrow the range or the filter.',
      {
        shown,
      },
    );
  }
  return hasMore
    ? t('usage-log.loaded', '', {
        count,
        shown,
        defaultValue_one: '{{shown}} row loaded, more follow',
        defaultValue_other: '{{shown}} rows loaded, more follow',
      })
    : t('usage-log.all-loaded', '', {
        count,
        shown,
        defaultValue_one: 'Showing the only row',
        defaultValue_other: 'Showing all {{shown}} rows',
      });
}

function MoreFailure({ list }: { list: RecordList }) {
  const styles = useStyles2(getStyles);
  return (
    list.moreFailure && (
      <span className={styles.failure} data-testid={testIds.states.error} data-kind={list.moreFailure.kind}>
        <Hint words={list.moreFailure.message} className={styles.reason}>
          <Icon name="exclamation-triangle" size="sm" />{' '}
          {t('usage-log.more-failed', 'More rows could not be loaded: {{reason}}', {
            reason: failureTitle(list.moreFailure.kind),
            interpolation: { escapeValue: false },
          })}
        </Hint>
        {list.moreFailure.kind !== 'busy' && (
          <Button size="sm" variant="secondary" fill="text" icon="sync" onClick={list.loadMore}>
            <Trans i18nKey="usage-log.retry-more">Retry</Trans>
          </Button>
        )}
      </span>
    )
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  footer: css({
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    height: theme.spacing(theme.components.height.md),
    flex: 'none',
    padding: theme.spacing(0, 1),
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    whiteSpace: 'nowrap',
  }),
  failure: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), minWidth: 0 }),
  reason: css({ overflow: 'hidden', textOverflow: 'ellipsis', color: theme.colors.warning.text }),
});
