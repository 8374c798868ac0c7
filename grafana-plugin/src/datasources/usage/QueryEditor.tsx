import type { QueryEditorProps } from '@grafana/data';
import { InlineField, Input, MultiCombobox, Stack } from '@grafana/ui';
import { RECORD_TYPES } from '@tokentrail/records';
import React from 'react';
import { testIds } from '../../testIds.ts';
import type { UsageDataSource } from './DataSource.ts';
import { DEFAULT_QUERY_LIMIT, MAX_QUERY_LIMIT, type UsageOptions, type UsageQuery } from './types.ts';

type Props = QueryEditorProps<UsageDataSource, UsageQuery, UsageOptions>;

/** What a panel asks of the ledger: the newest records that match, within the dashboard's time range. */
export default function QueryEditor({ query, onChange, onRunQuery }: Props) {
  const id = (name: string) => `tokentrail-${query.refId}-${name}`;
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      <InlineField
        label="Search"
        grow
        tooltip="All words in this order, within one of endpoint, user, model, key, error. “error” alone finds what failed. Dashboard variables may stand in it."
      >
        <Input
          id={id('search')}
          data-testid={testIds.queryEditor.search}
          value={query.search ?? ''}
          placeholder="agents/invoke, gpt-4o, error …"
          onChange={(event) => onChange({ ...query, search: event.currentTarget.value })}
          onBlur={onRunQuery}
          onKeyDown={(event) => event.key === 'Enter' && onRunQuery()}
        />
      </InlineField>
      <InlineField label="Record types" tooltip="None chosen: every type">
        <MultiCombobox
          id={id('record-types')}
          data-testid={testIds.queryEditor.recordTypes}
          width="auto"
          minWidth={16}
          maxWidth={40}
          placeholder="All"
          options={RECORD_TYPES.map((value) => ({ value }))}
          value={query.recordTypes ?? []}
          onChange={(chosen) => {
            onChange({ ...query, recordTypes: chosen.map(({ value }) => value) });
            onRunQuery();
          }}
        />
      </InlineField>
      <InlineField label="Limit" tooltip={`Rows at most, up to ${MAX_QUERY_LIMIT}`}>
        <Input
          id={id('limit')}
          data-testid={testIds.queryEditor.limit}
          type="number"
          width={12}
          min={1}
          max={MAX_QUERY_LIMIT}
          value={query.limit ?? DEFAULT_QUERY_LIMIT}
          onChange={(event) => onChange({ ...query, limit: event.currentTarget.valueAsNumber || DEFAULT_QUERY_LIMIT })}
          onBlur={onRunQuery}
        />
      </InlineField>
    </Stack>
  );
}
