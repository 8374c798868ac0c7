import { t } from '@grafana/i18n';
import { Combobox, Field, Input, Stack } from '@grafana/ui';
import React from 'react';
import { dataSourceTestIds } from '../../dataSourceTestIds.ts';
import { filterLabel } from '../../filters/controls/filter-words.ts';
import { FILTER_FIELDS } from '../../filters/filters.ts';
import { isSuggested } from './tags.ts';
import { chooseIn } from './choose.ts';
import { SearchFilter } from './SearchFilter.tsx';
import type { VariableEditorProps } from './types.ts';

/** Edits the query of a dashboard variable. */
export default function VariableEditor({ datasource, query, onChange, onRunQuery, range }: VariableEditorProps) {
  const change = (changed: Partial<VariableEditorProps['query']>) => onChange({ ...query, ...changed });
  const choose = chooseIn({ query, onChange, onRunQuery });
  return (
    <Stack direction="column" gap={1}>
      <Field noMargin label={t('query.variable.field', 'Values of')}>
        <Combobox
          id="tokentrail-variable-field"
          data-testid={dataSourceTestIds.queryEditor.variableField}
          width={30}
          options={FILTER_FIELDS.filter(isSuggested).map((value) => ({ value, label: filterLabel(value) }))}
          value={query.field}
          onChange={({ value }) => choose({ field: value })}
        />
      </Field>
      <Field
        noMargin
        label={t('query.variable.prefix', 'Prefix')}
        description={t('query.variable.prefix-help', 'Only values that begin with this text')}
      >
        <Input
          id="tokentrail-variable-prefix"
          data-testid={dataSourceTestIds.queryEditor.variablePrefix}
          width={30}
          value={query.prefix ?? ''}
          onChange={({ currentTarget }) => change({ prefix: currentTarget.value })}
          onBlur={onRunQuery}
        />
      </Field>
      <Field noMargin label={t('query.variable.filter', 'Only of these records')}>
        <SearchFilter
          dataSource={datasource}
          text={query.search ?? ''}
          onChange={(search) => change({ search })}
          onRun={onRunQuery}
          range={range}
        />
      </Field>
    </Stack>
  );
}
