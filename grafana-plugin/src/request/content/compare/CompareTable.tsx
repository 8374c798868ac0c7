import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { LongText } from '../../../components/LongText.tsx';
import { formatCount } from '../../../format.ts';
import { visibleText } from '@tokentrail/records';
import { testIds } from '../../../testIds.ts';
import type { ComparedPart, Comparison } from './compared.ts';
import { DifferenceMark, RedactedMark } from './DifferenceMark.tsx';
import { PartValue } from './PartValue.tsx';
import { getPartTableStyles } from './part-table-styles.ts';

interface Props {
  comparison: Comparison;
  /** What the two sides are. */
  before: string;
  after: string;
}

/** Two sides part by part, with the number of differences of each kind. */
export function CompareTable({ comparison: { parts, counts }, before, after }: Props) {
  const styles = useStyles2(getStyles);
  const table = useStyles2(getPartTableStyles);
  return (
    <div className={table.container}>
      <p className={styles.counts} data-testid={testIds.request.contentDifferences}>
        {countWords(counts)}
      </p>
      <table className={table.table} aria-label={t('request.content.compare.table', 'Comparison')}>
        <thead>
          <tr>
            <th scope="col">{t('request.content.compare.name', 'Name')}</th>
            <th scope="col">{t('request.content.compare.difference', 'Difference')}</th>
            <th scope="col">{before}</th>
            <th scope="col">{after}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part, index) => (
            <PartRow key={index} part={part} before={before} after={after} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PartRow({ part, before, after }: { part: ComparedPart; before: string; after: string }) {
  const table = useStyles2(getPartTableStyles);
  return (
    <tr data-testid={testIds.request.contentPart}>
      <th scope="row" className={table.name}>
        <LongText label={t('request.content.compare.name', 'Name')} text={part.name} />
        {part.isRedacted && <RedactedMark />}
      </th>
      <td>
        <DifferenceMark difference={part.difference} />
      </td>
      <td data-column={before} className={table.value}>
        {part.before !== null && <PartValue label={labelOf(part, before)} text={part.before} />}
      </td>
      <td data-column={after} className={table.value}>
        {part.after !== null && <PartValue label={labelOf(part, after)} text={part.after} />}
      </td>
    </tr>
  );
}

function labelOf({ name }: ComparedPart, side: string): string {
  return `${visibleText(name)}, ${side}`;
}

/** "2 added · 1 changed · 3 removed". */
function countWords(counts: Comparison['counts']): string {
  return [
    t('request.content.compare.added-count', '{{number}} added', { number: formatCount(counts.added) }),
    t('request.content.compare.changed-count', '{{number}} changed', { number: formatCount(counts.changed) }),
    t('request.content.compare.removed-count', '{{number}} removed', { number: formatCount(counts.removed) }),
  ].join(' · ');
}

const getStyles = (theme: GrafanaTheme2) => ({
  counts: css({
    margin: theme.spacing(0, 0, 0.5),
    color: theme.colors.text.secondary,
    fontVariantNumeric: 'tabular-nums',
  }),
});
