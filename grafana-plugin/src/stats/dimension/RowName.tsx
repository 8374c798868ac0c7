import { t } from '@grafana/i18n';
import type { SeriesField } from '@tokentrail/usage-store';
import React from 'react';
import { NameHint } from '../../components/NameHint.tsx';
import { valueLabel } from '../../filters/controls/filter-words.ts';
import { isPersonal } from '../../filters/search/personal-fields.ts';
import { formatCount } from '../../format.ts';
import type { DimensionRow } from '../../filters/dimension-row.ts';
import { NameLink } from './NameLink.tsx';

interface Props {
  row: DimensionRow;
  field: SeriesField;
  /** Path of the stats page of a value. */
  path: string;
}

/** Name of a row. A value leads to its own stats. */
export function RowName({ row: { kind, value, values }, field, path }: Props) {
  switch (kind) {
    case 'rest':
      return t('stats.dimension.rest', 'Other ({{values}})', { values: formatCount(values) });
    case 'total':
      return t('stats.dimension.total', 'Total');
    case 'value':
      return (
        <NameLink path={path}>
          {value === '' ? valueLabel(field, value) : <NameHint text={value} personal={isPersonal(field)} />}
        </NameLink>
      );
  }
}
