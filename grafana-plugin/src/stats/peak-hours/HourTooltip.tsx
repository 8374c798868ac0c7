import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import React from 'react';
import { amount } from '../../figures/figure-values.ts';
import { formatShare, formatTokens } from '../../format.ts';
import { hourText, type HourCell } from './hour-figures.ts';
import { hourName } from './hour-name.ts';

/** All figures of an hour of the week. */
export function HourTooltip({ cell, timeZone }: { cell: HourCell; timeZone: TimeZone }) {
  const failed = hourText(cell, 'failed');
  return (
    <>
      <strong>{hourName(cell, timeZone)}</strong>
      <div>{hourText(cell, 'calls')}</div>
      {cell.failed > 0 && (
        <div>
          {failed} ({formatShare(cell.failed, cell.calls)})
        </div>
      )}
      {cell.calls > 0 && (
        <>
          <div>{amount(cell.charged).exact}</div>
          <div>{t('stats.peak-hours.tokens', '{{tokens}} tokens', { tokens: formatTokens(cell.tokens) })}</div>
        </>
      )}
    </>
  );
}
