import { Trans } from '@grafana/i18n';
import { Combobox } from '@grafana/ui';
import React, { useId } from 'react';
import { testIds } from '../testIds.ts';

const LIMITS = [10, 25, 50, 100, 200, 500];

/** Choice of the number of rows per page. */
export function LimitField({ limit, onChange }: { limit: number; onChange: (limit: number) => void }) {
  const labelId = useId();
  const limits = [...new Set([...LIMITS, limit])].sort((a, b) => a - b);
  return (
    <div data-testid={testIds.usageLog.limit}>
      {/* Grafana's Combobox ignores aria-label. */}
      <span id={labelId} className="sr-only">
        <Trans i18nKey="usage-log.toolbar.limit">Rows per page</Trans>
      </span>
      <Combobox
        aria-labelledby={labelId}
        width={9}
        options={limits.map((value) => ({ value }))}
        value={limit}
        onChange={({ value }) => onChange(value)}
      />
    </div>
  );
}
