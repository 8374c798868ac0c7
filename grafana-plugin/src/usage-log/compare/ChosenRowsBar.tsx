import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2, type TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import { recordKeyOf } from '@tokentrail/records';
import React from 'react';
import { ButtonLink } from '../../components/ButtonLink.tsx';
import { NameText } from '../../components/NameText.tsx';
import { formatTime } from '../../format.ts';
import { requestPath } from '../../links.ts';
import { joined, shortModelText } from '../../record/record-view.ts';
import { testIds } from '../../testIds.ts';
import type { ChosenRows } from './use-chosen-rows.ts';

interface Props {
  chosen: ChosenRows;
  timeZone: TimeZone;
  /** Uid of the data source. */
  ds: string | null;
}

/** Names the rows that are chosen to be compared, and leads to the comparison of two. */
export default function ChosenRowsBar({ chosen, timeZone, ds }: Props) {
  const styles = useStyles2(getStyles);
  const [left, right] = chosen.records;
  return (
    <div className={styles.bar} data-testid={testIds.usageLog.chosenRows}>
      <span role="status">
        {right === undefined
          ? t('usage-log.compare.one', '1 row chosen. Choose another one with Ctrl+click, C or the menu of a cell.')
          : t('usage-log.compare.two', '2 rows chosen')}
      </span>
      {chosen.records.map((record) => (
        <span key={`${record.traceId}-${record.spanId}`} className={styles.name}>
          <NameText
            text={joined(' · ', shortModelText(record), formatTime(record.startUnixNano, timeZone, true)) ?? ''}
          />
        </span>
      ))}
      <span className={styles.actions}>
        {left !== undefined && right !== undefined && (
          <ButtonLink
            size="sm"
            icon="columns"
            href={locationUtil.assureBaseUrl(
              requestPath(left, ds, { attempt: null, tab: null, compareWith: recordKeyOf(right) }),
            )}
          >
            {t('usage-log.compare.compare', 'Compare')}
          </ButtonLink>
        )}
        <Button size="sm" variant="secondary" onClick={chosen.clear}>
          {t('usage-log.compare.clear', 'Clear')}
        </Button>
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(0.5, 1),
    background: theme.colors.background.secondary,
  }),
  name: css({ color: theme.colors.text.secondary, overflowWrap: 'anywhere' }),
  actions: css({ display: 'flex', gap: theme.spacing(1), marginLeft: 'auto' }),
});
