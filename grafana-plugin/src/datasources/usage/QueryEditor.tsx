import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';
import { testIds } from '../../testIds.ts';
import { FiguresOptions } from './FiguresOptions.tsx';
import { RecordsOptions } from './RecordsOptions.tsx';
import { SearchFilter } from './SearchFilter.tsx';
import { currentQuery, queryTypeOf, type EditorProps, type QueryType } from './types.ts';

/** Edits a query of a panel or Explore. */
export default function QueryEditor({ datasource, query: saved, onChange, onRunQuery, range }: EditorProps) {
  const query = currentQuery(saved);
  const type = queryTypeOf(query);
  return (
    <Stack direction="column" gap={1}>
      <SearchFilter
        dataSource={datasource}
        text={query.search ?? ''}
        onChange={(search) => onChange({ ...query, search })}
        onRun={onRunQuery}
        range={range}
      />
      <Stack direction="row" gap={1} wrap="wrap">
        <InlineField label={t('query.type.label', 'Query type')} data-testid={testIds.queryEditor.type}>
          <RadioButtonGroup
            id={`tokentrail-${query.refId}-type`}
            options={types()}
            value={type}
            onChange={(queryType) => {
              onChange({ ...query, queryType });
              onRunQuery();
            }}
          />
        </InlineField>
        {type === 'records' ? (
          <RecordsOptions {...{ query, onChange, onRunQuery }} />
        ) : (
          <FiguresOptions {...{ query, onChange, onRunQuery }} />
        )}
      </Stack>
    </Stack>
  );
}

function types(): { value: QueryType; label: string; description: string }[] {
  return [
    {
      value: 'records',
      label: t('query.type.records', 'Records'),
      description: t('query.type.records-help', 'One row per call, inbound request or event'),
    },
    {
      value: 'totals',
      label: t('query.type.totals', 'Totals'),
      description: t('query.type.totals-help', 'Figures of the whole time range, one row per value'),
    },
    {
      value: 'series',
      label: t('query.type.series', 'Series'),
      description: t('query.type.series-help', 'Figures over time, one series per value'),
    },
  ];
}
