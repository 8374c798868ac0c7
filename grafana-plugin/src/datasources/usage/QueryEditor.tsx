import { t } from '@grafana/i18n';
import { InlineField, RadioButtonGroup, Stack } from '@grafana/ui';
import React from 'react';
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
        <InlineField
          label={t('query.type.label', 'Query type')}
          tooltip={t(
            'query.type.tooltip',
            'Records: one row per call, inbound request or event. Totals: figures of the whole time range. Series: figures over time.',
          )}
        >
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

function types(): { value: QueryType; label: string }[] {
  return [
    { value: 'records', label: t('query.type.records', 'Records') },
    { value: 'totals', label: t('query.type.totals', 'Totals') },
    { value: 'series', label: t('query.type.series', 'Series') },
  ];
}
