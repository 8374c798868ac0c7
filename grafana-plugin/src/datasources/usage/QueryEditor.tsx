import type { QueryEditorProps } from '@grafana/data';
import { t } from '@grafana/i18n';
import { InlineField, Input, MultiCombobox, Stack } from '@grafana/ui';
import { RECORD_TYPES } from '@tokentrail/records';
import React from 'react';
import { formatCount } from '../../format.ts';
import { recordTypeWord } from '../../record/record-words.ts';
import { testIds } from '../../testIds.ts';
import type { UsageDataSource } from './DataSource.ts';
import { DEFAULT_QUERY_LIMIT, MAX_QUERY_LIMIT, type UsageOptions, type UsageQuery } from './types.ts';

type Props = QueryEditorProps<UsageDataSource, UsageQuery, UsageOptions>;

/** Edits a query for the newest matching records within the dashboard's time range. */
export default function QueryEditor({ query, onChange, onRunQuery }: Props) {
  const id = (name: string) => `tokentrail-${query.refId}-${name}`;
  return (
    <Stack direction="row" gap={1} wrap="wrap">
      <InlineField
        label={t('query.search.label', 'Search')}
        grow
        tooltip={t(
          'query.search.tooltip',
          'All terms must match, in order, within one field: endpoint, user, model, key or error. Enter “error” alone to find failed records. You can use dashboard variables.',
        )}
      >
        <Input
          id={id('search')}
          data-testid={testIds.queryEditor.search}
          value={query.search ?? ''}
          placeholder={t('query.search.placeholder', 'agents/invoke, gpt-4o, error …')}
          onChange={(event) => onChange({ ...query, search: event.currentTarget.value })}
          onBlur={onRunQuery}
          onKeyDown={(event) => event.key === 'Enter' && onRunQuery()}
        />
      </InlineField>
      <InlineField
        label={t('query.record-types.label', 'Record types')}
        tooltip={t('query.record-types.tooltip', 'Leave empty to query all types')}
      >
        <MultiCombobox
          id={id('record-types')}
          data-testid={testIds.queryEditor.recordTypes}
          width="auto"
          minWidth={16}
          maxWidth={40}
          placeholder={t('query.record-types.all', 'All')}
          options={RECORD_TYPES.map((value) => ({ value, label: recordTypeWord(value) }))}
          value={query.recordTypes ?? []}
          onChange={(chosen) => {
            onChange({ ...query, recordTypes: chosen.map(({ value }) => value) });
            onRunQuery();
          }}
        />
      </InlineField>
      <LimitField id={id('limit')} {...{ query, onChange, onRunQuery }} />
    </Stack>
  );
}

function LimitField({
  id,
  query,
  onChange,
  onRunQuery,
}: { id: string } & Pick<Props, 'query' | 'onChange' | 'onRunQuery'>) {
  return (
    <InlineField
      label={t('query.limit.label', 'Limit')}
      tooltip={t('query.limit.tooltip', 'Maximum number of rows, up to {{max}}', {
        max: formatCount(MAX_QUERY_LIMIT),
      })}
    >
      <Input
        id={id}
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
  );
}
