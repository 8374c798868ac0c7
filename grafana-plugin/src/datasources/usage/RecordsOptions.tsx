import { t } from '@grafana/i18n';
import { Combobox, InlineField, InlineSwitch } from '@grafana/ui';
import type { SortField } from '@tokentrail/usage-store';
import React from 'react';
import { formatCount } from '../../format.ts';
import { dataSourceTestIds } from '../../dataSourceTestIds.ts';
import { chooseIn } from './choose.ts';
import { NumberField } from './NumberField.tsx';
import { DEFAULT_QUERY_LIMIT, MAX_QUERY_LIMIT, type EditorProps } from './types.ts';

type Props = Pick<EditorProps, 'query' | 'onChange' | 'onRunQuery'>;

/** Order, number and fields of the rows. */
export function RecordsOptions({ query, onChange, onRunQuery }: Props) {
  const id = `tokentrail-${query.refId}`;
  const choose = chooseIn({ query, onChange, onRunQuery });
  return (
    <>
      <InlineField label={t('query.sort.label', 'Sort by')}>
        <Combobox
          id={`${id}-sort`}
          data-testid={dataSourceTestIds.queryEditor.sort}
          width={20}
          options={sorts()}
          value={query.sort ?? 'time'}
          onChange={({ value }) => choose({ sort: value })}
        />
      </InlineField>
      <LimitField {...{ query, onChange, onRunQuery }} />
      <InlineField
        label={t('query.all-fields.label', 'All fields')}
        tooltip={t('query.all-fields.tooltip', 'Also the fields that a table usually does not need')}
      >
        <InlineSwitch
          id={`${id}-all-fields`}
          data-testid={dataSourceTestIds.queryEditor.allFields}
          value={query.allFields === true}
          onChange={({ currentTarget }) => choose({ allFields: currentTarget.checked })}
        />
      </InlineField>
    </>
  );
}

/** Maximum number of rows. */
export function LimitField({ query, onChange, onRunQuery }: Props) {
  return (
    <NumberField
      id={`tokentrail-${query.refId}-limit`}
      testId={dataSourceTestIds.queryEditor.limit}
      label={t('query.limit.label', 'Limit')}
      tooltip={t('query.limit.tooltip', 'Maximum number of rows, up to {{max}}', {
        max: formatCount(MAX_QUERY_LIMIT),
      })}
      value={query.limit ?? DEFAULT_QUERY_LIMIT}
      max={MAX_QUERY_LIMIT}
      fallback={DEFAULT_QUERY_LIMIT}
      onChange={(limit) => onChange({ ...query, limit })}
      onRun={onRunQuery}
    />
  );
}

function sorts(): { value: SortField; label: string }[] {
  return [
    { value: 'time', label: t('query.sort.time', 'Newest first') },
    { value: 'cost', label: t('query.sort.cost', 'Highest cost') },
    { value: 'duration', label: t('query.sort.duration', 'Longest duration') },
    { value: 'tokens', label: t('query.sort.tokens', 'Most tokens') },
  ];
}
