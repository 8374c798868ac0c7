import { Stack } from '@grafana/ui';
import React from 'react';
import { LimitField } from './RecordsOptions.tsx';
import { SearchFilter } from './SearchFilter.tsx';
import { currentQuery, type EditorProps } from './types.ts';

/** Edits the query of a dashboard's annotations. */
export default function AnnotationEditor({ datasource, query: saved, onChange, onRunQuery, range }: EditorProps) {
  const query = currentQuery(saved);
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
        <LimitField {...{ query, onChange, onRunQuery }} />
      </Stack>
    </Stack>
  );
}
