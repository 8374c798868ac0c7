import { t } from '@grafana/i18n';
import { Field, RadioButtonGroup, Stack } from '@grafana/ui';
import { EXPORT_FIELDS, shownExportFields, type ExportFormat } from '@tokentrail/usage-store';
import React, { useMemo, useState } from 'react';
import type { ColumnId } from '../../column-set.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { filterOf, textOf, type FilterState } from '../../filters/filters.ts';
import type { Selection } from '../use-selection.ts';
import { fieldsOfColumns } from './column-fields.ts';
import { ExportDownload } from './ExportDownload.tsx';

export interface ExportPanelProps {
  selection: Selection;
  /** The filter of the selection. */
  state: FilterState;
  /** The shown columns. */
  columns: readonly { id: ColumnId }[];
}

/** Format and columns of an export, the number of rows to expect, and the download. */
export default function ExportPanel({ selection, state, columns }: ExportPanelProps) {
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [choice, setChoice] = useState<'shown' | 'all'>('shown');
  const { range, filter } = selection;
  const { margin } = useLedger().stores.ledger.capabilities;
  const request = useMemo(() => {
    const fields = choice === 'all' ? EXPORT_FIELDS : fieldsOfColumns(columns.map(({ id }) => id));
    return { range, filter, format, columns: shownExportFields(fields, margin) };
  }, [range, filter, format, choice, columns, margin]);
  return (
    <div data-testid={testIds.usageLog.exportPanel}>
      <Stack direction="column" gap={2}>
        <Field noMargin label={t('usage-log.export.format', 'Format')}>
          <RadioButtonGroup
            aria-label={t('usage-log.export.format', 'Format')}
            size="sm"
            options={[
              { value: 'csv' as const, label: t('usage-log.export.csv', 'CSV') },
              { value: 'jsonl' as const, label: t('usage-log.export.jsonl', 'JSON Lines') },
            ]}
            value={format}
            onChange={setFormat}
          />
        </Field>
        <Field noMargin label={t('usage-log.export.columns', 'Columns')}>
          <RadioButtonGroup
            aria-label={t('usage-log.export.columns', 'Columns')}
            size="sm"
            options={[
              { value: 'shown' as const, label: t('usage-log.export.shown-columns', 'Shown') },
              { value: 'all' as const, label: t('usage-log.export.all-columns', 'All') },
            ]}
            value={choice}
            onChange={setChoice}
          />
        </Field>
        <ExportDownload request={request} selectionId={selection.id} search={textOf(filterOf(state))} />
      </Stack>
    </div>
  );
}
