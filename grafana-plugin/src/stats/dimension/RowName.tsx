import { css } from '@emotion/css';
import { locationUtil, type GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import type { SeriesField } from '@tokentrail/usage-store';
import React from 'react';
import { NameHint } from '../../components/NameHint.tsx';
import { valueLabel } from '../../filters/controls/filter-words.ts';
import { isPersonal } from '../../filters/search/personal-fields.ts';
import { formatCount } from '../../format.ts';
import type { DimensionRow } from '../../filters/dimension-row.ts';

interface Props {
  row: DimensionRow;
  field: SeriesField;
  /** Path of the stats page of a value. */
  path: string;
}

/** Name of a row. A value leads to its own stats. */
export function RowName({ row: { kind, value, values }, field, path }: Props) {
  const styles = useStyles2(getStyles);
  switch (kind) {
    case 'rest':
      return t('stats.dimension.rest', 'Other ({{values}})', { values: formatCount(values) });
    case 'total':
      return t('stats.dimension.total', 'Total');
    case 'value':
      return (
        <a href={locationUtil.assureBaseUrl(path)} className={styles.link}>
          {value === '' ? valueLabel(field, value) : <NameHint text={value} personal={isPersonal(field)} />}
        </a>
      );
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    display: 'block',
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    color: theme.colors.text.link,
    '&:hover': { textDecoration: 'underline' },
    '&:focus-visible': { outline: `2px solid ${theme.colors.primary.main}`, outlineOffset: '-1px' },
  }),
});
