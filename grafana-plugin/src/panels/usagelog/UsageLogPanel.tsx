import { css } from '@emotion/css';
import type { GrafanaTheme2, PanelProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { locationService, PanelDataErrorView } from '@grafana/runtime';
import { useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { useMemo } from 'react';
import { DEFAULT_COLUMNS, parseColumns, type ColumnId } from '../../column-set.ts';
import { HideNames } from '../../components/NamesHidden.tsx';
import { formatCount } from '../../format.ts';
import { requestPath } from '../../links.ts';
import { LedgerProvider, useLedgerConnection } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { useColumnOptions } from '../../usage-log/columns/use-column-options.ts';
import { useShownColumns } from '../../usage-log/columns/use-shown-columns.ts';
import { RecordTable } from '../../usage-log/RecordTable.tsx';
import { dataSourceOf, recordsOf } from '../panel-records.ts';
import { usageLogOptions, type ClickAction, type UsageLogOptions } from './options.ts';

type Props = PanelProps<UsageLogOptions>;

/** Usage log in a dashboard: the rows of the panel's query. */
export default function UsageLogPanel(props: Props) {
  const { id, data, fieldConfig, timeZone, width, height } = props;
  const records = useMemo(() => recordsOf(data.series), [data.series]);
  const options = usageLogOptions(props);
  if (records === null || records.length === 0) {
    return (
      <PanelDataErrorView
        panelId={id}
        data={data}
        fieldConfig={fieldConfig}
        {...(records === null && {
          message: t(
            'panels.usage-log.other-data-source',
            'Query a “TokenTrail usage” data source to see its rows here.',
          ),
        })}
      />
    );
  }
  return (
    <div style={{ width, height }} data-testid={testIds.panels.usageLog}>
      <LedgerProvider uid={dataSourceOf(data)} timeZone={timeZone}>
        <HideNames value={options.hideNames}>
          <Rows {...props} options={options} records={records} />
        </HideNames>
      </LedgerProvider>
    </div>
  );
}

function Rows({ records, options, data, timeZone }: Props & { records: readonly UsageRecord[] }) {
  const styles = useStyles2(getStyles);
  const { quotaPerUsd, mayReadTraces } = useLedgerConnection();
  const { columns, density, maxRows, clickAction } = options;
  const shown = useMemo(() => (maxRows === null ? records : records.slice(0, maxRows)), [records, maxRows]);
  const { from, to } = data.timeRange;
  const columnOptions = useColumnOptions({ fromMs: from.valueOf(), toMs: to.valueOf() }, timeZone, quotaPerUsd);
  const choices = useMemo(() => parseColumns(columns).columns ?? DEFAULT_COLUMNS, [columns]);
  const px = useMemo(
    () => new Map(choices.flatMap(({ id, px: own }): [ColumnId, number][] => (own === null ? [] : [[id, own]]))),
    [choices],
  );
  const shownColumns = useShownColumns({ choices, density, options: columnOptions, records: shown });
  const ds = dataSourceOf(data);
  return (
    <div className={styles.panel}>
      <div className={styles.table}>
        {shownColumns !== null && (
          <RecordTable
            columns={shownColumns}
            px={px}
            density={density}
            records={shown}
            timeZone={timeZone}
            ds={ds}
            open={null}
            onOpen={onOpenOf(clickAction, ds, mayReadTraces)}
            frameless
          />
        )}
      </div>
      {shown.length < records.length && (
        <div className={styles.footer}>
          {t('panels.usage-log.some-rows', '{{shown}} of {{all}} rows', {
            shown: formatCount(shown.length),
            all: formatCount(records.length),
          })}
        </div>
      )}
    </div>
  );
}

/** What the table calls when a row is clicked; null lets the table unfold it. */
function onOpenOf(action: ClickAction, ds: string | null, mayReadTraces: boolean) {
  switch (action) {
    case 'open':
      return mayReadTraces ? (record: UsageRecord) => locationService.push(requestPath(record, ds)) : null;
    case 'unfold':
      return null;
    case 'none':
      return () => {};
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  panel: css({ display: 'flex', flexDirection: 'column', height: '100%' }),
  table: css({ flex: 1, minHeight: 0 }),
  footer: css({
    padding: theme.spacing(0.5, 1),
    borderTop: `1px solid ${theme.colors.border.weak}`,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
