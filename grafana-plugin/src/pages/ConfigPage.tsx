import type { AppPluginMeta, PluginConfigPageProps } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { getBackendSrv } from '@grafana/runtime';
import { Alert, Button, Combobox, Field, Stack, TextLink } from '@grafana/ui';
import React, { useState } from 'react';
import { lastValueFrom } from 'rxjs';
import { ChainTest } from '../configuration/ChainTest.tsx';
import { DataSourceSettings } from '../configuration/DataSourceSettings.tsx';
import { StoredSettings } from '../configuration/StoredSettings.tsx';
import { PLUGIN_ID } from '../constants.ts';
import { usageLogPath } from '../links.ts';
import { NoDataSource } from '../states/NoDataSource.tsx';
import { usageDataSources, type AppSettings } from '../store/grafana-stores.ts';
import { LinkedDataSourceFields, type LinkedUids } from './LinkedDataSourceFields.tsx';
import { configTestIds } from '../configTestIds.ts';

type Props = PluginConfigPageProps<AppPluginMeta<AppSettings>>;

/**
 * Selects the data source that the pages read and tests its stores, and those that a record's links lead to. Store and
 * accounts are settings of the data source.
 */
export default function ConfigPage({ plugin: { meta } }: Props) {
  const all = usageDataSources();
  const [uid, setUid] = useState(meta.jsonData?.dataSourceUid ?? all[0]?.uid ?? null);
  const [linked, setLinked] = useState<LinkedUids>(meta.jsonData ?? {});
  const [isNotSaved, setIsNotSaved] = useState(false);
  if (!meta.enabled) {
    return (
      <Alert
        title={t('config.not-enabled', 'Enable the app to use its pages, data source and panels')}
        severity="info"
      />
    );
  }
  if (all.length === 0) {
    return <NoDataSource />;
  }
  const isKnown = uid !== null && all.some((known) => known.uid === uid);
  const submit = () => {
    setIsNotSaved(false);
    save(meta, { ...linked, ...(uid !== null && { dataSourceUid: uid }) }).catch(() => setIsNotSaved(true));
  };
  return (
    <Stack direction="column" gap={4}>
      <Stack direction="column" gap={2} alignItems="flex-start">
        <DataSourceField all={all} uid={uid} onChange={setUid} />
        {isKnown && <DataSourceSettings uid={uid} />}
        <LinkedDataSourceFields linked={linked} onChange={(change) => setLinked({ ...linked, ...change })} />
        <Button data-testid={configTestIds.save} disabled={uid === null} onClick={submit}>
          <Trans i18nKey="config.save">Save</Trans>
        </Button>
        {isNotSaved && <Alert title={notSavedWords()} severity="error" onRemove={() => setIsNotSaved(false)} />}
      </Stack>
      {uid !== null && <ChainTest key={uid} uid={uid} linked={linked} />}
      {isKnown && <StoredSettings key={`stored ${uid}`} uid={uid} />}
      <TextLink href={usageLogPath()} inline={false}>
        <Trans i18nKey="config.open-usage-log">Open usage log</Trans>
      </TextLink>
    </Stack>
  );
}

interface DataSourceFieldProps {
  all: readonly { uid: string; name: string }[];
  uid: string | null;
  onChange: (uid: string) => void;
}

function DataSourceField({ all, uid, onChange }: DataSourceFieldProps) {
  return (
    <Field
      label={t('config.data-source.label', 'Data source')}
      description={t(
        'config.data-source.description',
        'The usage log and the request pages read this data source unless the URL names another one.',
      )}
      noMargin
      data-testid={configTestIds.dataSource}
    >
      <Combobox
        id="tokentrail-data-source"
        width={40}
        options={all.map((dataSource) => ({ value: dataSource.uid, label: dataSource.name }))}
        value={uid}
        onChange={({ value }) => onChange(value)}
      />
    </Field>
  );
}

function notSavedWords(): string {
  return t('config.not-saved', 'Grafana did not save the settings. Check that you may change them, and save again.');
}

async function save(meta: AppPluginMeta<AppSettings>, settings: AppSettings): Promise<void> {
  const response = getBackendSrv().fetch({
    url: `/api/plugins/${PLUGIN_ID}/settings`,
    method: 'POST',
    data: {
      enabled: meta.enabled,
      pinned: meta.pinned,
      jsonData: { ...meta.jsonData, ...settings },
    },
  });
  await lastValueFrom(response);
  // Grafana reads an app's settings only when a page loads.
  window.location.reload();
}
