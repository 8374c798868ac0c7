import { Trans } from '@grafana/i18n';
import { Combobox } from '@grafana/ui';
import React, { useId } from 'react';
import { useLedgerConnection } from '../store/LedgerProvider.tsx';

/** Data source selection. Hidden if the only data source is already selected. */
export function DataSourceChoice({ onChange }: { onChange: (uid: string) => void }) {
  const { dataSources, uid } = useLedgerConnection();
  const labelId = useId();
  const hasChoice = dataSources.length > 1 || uid !== (dataSources[0]?.uid ?? null);
  return (
    hasChoice && (
      <>
        {/* Grafana's Combobox ignores aria-label. */}
        <span id={labelId} className="sr-only">
          <Trans i18nKey="pages.data-source.label">Data source</Trans>
        </span>
        <Combobox
          width={20}
          aria-labelledby={labelId}
          options={dataSources.map(({ uid, name }) => ({ value: uid, label: name }))}
          value={uid}
          onChange={({ value }) => onChange(value)}
        />
      </>
    )
  );
}
