import type { AppPluginMeta, PluginConfigPageProps, TestDataSourceResponse } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { getBackendSrv, getDataSourceSrv } from '@grafana/runtime';
import { Alert, Button, Combobox, Field, Stack, TextLink } from '@grafana/ui';
import React, { useState } from 'react';
import { lastValueFrom } from 'rxjs';
import { PLUGIN_ID } from '../constants.ts';
import { usageLogPath } from '../links.ts';
import { NoDataSource } from '../states/NoDataSource.tsx';
import { usageDataSources, type AppSettings } from '../store/grafana-stores.ts';
import { LinkedDataSourceFields, type LinkedUids } from './LinkedDataSourceFields.tsx';
import { testIds } from '../testIds.ts';

type Props = PluginConfigPageProps<AppPluginMeta<AppSettings>>;

/**
 * Selects the data source that the pages read and tests its stores, and those that a record's links lead to. Store and
 * accounts are settings of the data source.
 */
export default function ConfigPage({ plugin: { meta } }: Props) {
  const all = usageDataSources();
  const [uid, setUid] = useState(meta.jsonData?.dataSourceUid ?? all[0]?.uid ?? null);
  const [linked, setLinked] = useState<LinkedUids>(meta.jsonData ?? {});
  const [check, setCheck] = useState<TestDataSourceResponse | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
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
  const report = (work: Promise<unknown>, words: string) => void work.catch(() => setFailure(words));
  return (
    <Stack direction="column" gap={2} alignItems="flex-start">
      <DataSourceField
        all={all}
        uid={uid}
        onChange={(selected) => {
          setUid(selected);
          setCheck(null);
        }}
      />
      <LinkedDataSourceFields linked={linked} onChange={(change) => setLinked({ ...linked, ...change })} />
      <Stack direction="row" gap={1}>
        <Button
          data-testid={testIds.config.save}
          disabled={uid === null}
          onClick={() =>
            report(save(meta, { ...linked, ...(uid !== null && { dataSourceUid: uid }) }), notSavedWords())
          }
        >
          <Trans i18nKey="config.save">Save</Trans>
        </Button>
        <Button
          variant="secondary"
          data-testid={testIds.config.check}
          disabled={uid === null}
          onClick={() => report(test(uid).then(setCheck), notCheckedWords())}
        >
          <Trans i18nKey="config.check">Test stores</Trans>
        </Button>
      </Stack>
      {failure !== null && <Alert title={failure} severity="error" onRemove={() => setFailure(null)} />}
      {check && <Alert title={check.message} severity={check.status === 'success' ? 'success' : 'error'} />}
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
      data-testid={testIds.config.dataSource}
    >
      <Combobox
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

function notCheckedWords(): string {
  return t('config.not-checked', 'The data source could not be tested. Check that it exists.');
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

async function test(uid: string | null): Promise<TestDataSourceResponse> {
  const dataSource = await getDataSourceSrv().get(uid);
  return dataSource.testDatasource();
}
