import { cx } from '@emotion/css';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { LongText } from '../../../components/LongText.tsx';
import { testIds } from '../../../testIds.ts';
import { Bar } from '../Bar.tsx';
import { CopyText } from '../CopyText.tsx';
import { isRedacted } from './compared.ts';
import { RedactedMark } from './DifferenceMark.tsx';
import { isLimitHeader, type Header } from './headers.ts';
import { PartValue } from './PartValue.tsx';
import { getPartTableStyles } from './part-table-styles.ts';

interface Props {
  /** In the order in which they are shown. */
  headers: readonly Header[];
  /** As they were recorded. */
  text: string;
  label: string;
}

/** The headers of one side. Those of rate limits stand out. */
export function HeaderTable({ headers, text, label }: Props) {
  const table = useStyles2(getPartTableStyles);
  return (
    <div className={table.container}>
      <Bar note={label}>
        <CopyText text={text} label={label} />
      </Bar>
      <table className={table.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{t('request.content.compare.name', 'Name')}</th>
            <th scope="col">{t('request.content.compare.value', 'Value')}</th>
          </tr>
        </thead>
        <tbody>
          {headers.flatMap((header, index) =>
            header.values.map((value, position) => (
              <tr key={`${index}-${position}`} data-testid={testIds.request.contentPart}>
                <th scope="row" className={cx(table.name, isLimitHeader(header) && table.limit)}>
                  <LongText label={t('request.content.compare.name', 'Name')} text={header.name} />
                  {isRedacted(value) && <RedactedMark />}
                </th>
                <td className={table.value}>
                  <PartValue label={header.name} text={value} />
                </td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  );
}
