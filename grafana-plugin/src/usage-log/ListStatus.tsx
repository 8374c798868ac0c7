import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { Hint } from '../components/Hint.tsx';
import { formatCount } from '../format.ts';
import { failureTitle } from '../store/store-failure.ts';
import { testIds } from '../testIds.ts';
import type { RecordList } from './use-record-list.ts';

interface Props {
  list: RecordList;
  onRetry: () => void;
}

/** Whether the rows are up to date, and the new rows that the user can show. Screen readers announce changes. */
export function ListStatus({ list, onRetry }: Props) {
  const styles = useStyles2(getStyles);
  return (
    <div role="status" className={styles.status} data-testid={testIds.usageLog.status}>
      {list.stale && (
        <>
          <Hint words={list.stale.message} className={styles.stale}>
            <Icon name="exclamation-triangle" size="sm" />{' '}
            {t('usage-log.status.stale', 'Not up to date: {{reason}}', {
              reason: failureTitle(list.stale.kind),
              interpolation: { escapeValue: false },
            })}
          </Hint>
          {list.stale.kind !== 'busy' && (
            <Button size="sm" variant="secondary" fill="text" icon="sync" onClick={onRetry}>
              <Trans i18nKey="usage-log.status.retry">Retry</Trans>
            </Button>
          )}
        </>
      )}
      {list.offer && (
        <Button
          size="sm"
          variant="secondary"
          icon="arrow-up"
          data-testid={testIds.usageLog.newRows}
          onClick={list.showOffer}
        >
          {newRowsWords(list.offer)}
        </Button>
      )}
    </div>
  );
}

function newRowsWords({ count, isMore }: { count: number; isMore: boolean }): string {
  const shown = formatCount(count);
  return isMore
    ? t('usage-log.status.more-new-rows', 'More than {{shown}} new rows', { shown })
    : t('usage-log.status.new-rows', '', {
        count,
        shown,
        defaultValue_one: '{{shown}} new row',
        defaultValue_other: '{{shown}} new rows',
      });
}

const getStyles = (theme: GrafanaTheme2) => ({
  status: css({ display: 'flex', alignItems: 'center', gap: theme.spacing(1), marginLeft: 'auto' }),
  stale: css({ color: theme.colors.warning.text }),
});
