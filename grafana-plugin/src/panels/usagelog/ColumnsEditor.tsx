import type { StandardEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import React from 'react';
import { DEFAULT_COLUMNS, formatColumns, parseColumns, type ColumnChoice } from '../../column-set.ts';
import { ColumnLists } from '../../usage-log/columns/ColumnLists.tsx';
import type { ColumnOptions } from '../../usage-log/columns/column.ts';

/** The editor shows titles only. The column of the quota is offered, because it does not know the data source. */
const COLUMN_OPTIONS: ColumnOptions = { severalDays: false, oldest: null, quotaPerUsd: 1 };

/** Chooses the columns of the panel and their order. Its value has the format of the usage log's URL. */
export default function ColumnsEditor({ value, onChange }: StandardEditorProps<string>) {
  const choices = parseColumns(value).columns ?? DEFAULT_COLUMNS;
  const choose = (chosen: readonly ColumnChoice[]) => {
    const text = formatColumns(chosen);
    onChange(text === formatColumns(DEFAULT_COLUMNS) ? '' : text);
  };
  return (
    <>
      <ColumnLists choices={choices} choose={choose} options={COLUMN_OPTIONS} records={[]} />
      <Button size="sm" variant="secondary" fill="text" disabled={value === ''} onClick={() => onChange('')}>
        {t('usage-log.columns.reset', 'Reset columns')}
      </Button>
    </>
  );
}
