import {
  type DataSourceInstanceSettings,
  type DataSourcePluginOptionsEditorProps,
  type DataSourceSettings,
  PluginContextProvider,
} from '@grafana/data';
import { getBackendSrv, getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { Alert, Button } from '@grafana/ui';
import { type ComponentType, useState } from 'react';
import { useParams } from 'react-router-dom-v5-compat';
import { loadDataSource } from '../plugin-loader.ts';
import { useLoaded } from '../use-loaded.ts';
import { Loading } from './Loading.tsx';

type Settings = DataSourceSettings<object>;
type ConfigEditor = ComponentType<DataSourcePluginOptionsEditorProps<object>>;

interface Configured {
  settings: Settings;
  meta: DataSourceInstanceSettings['meta'];
  ConfigEditor: ConfigEditor | undefined;
}

/** A data source's settings and its test, at `/connections/datasources/edit/<uid>`. */
export function DataSourcePage() {
  const { uid = '' } = useParams();
  const loaded = useLoaded(() => load(uid), uid);
  return (
    <Loading loaded={loaded} failure="The data source could not be loaded">
      {({ settings, meta, ConfigEditor }) => (
        <PluginPage pageNav={{ text: settings.name, subTitle: `Type: ${meta.name}` }}>
          <Alert severity="info" title="Provisioned data source">
            This data source comes from a provisioning file and cannot be changed here.
          </Alert>
          {ConfigEditor !== undefined && (
            <PluginContextProvider meta={meta}>
              <Editor Editor={ConfigEditor} initial={settings} />
            </PluginContextProvider>
          )}
          <DataSourceTest uid={uid} />
        </PluginPage>
      )}
    </Loading>
  );
}

async function load(uid: string): Promise<Configured> {
  const instance = getDataSourceSrv().getInstanceSettings(uid);
  if (instance === undefined) {
    throw new Error(`there is no data source ${uid}`);
  }
  const settings = await getBackendSrv().get<Settings>(`/api/datasources/uid/${uid}`);
  const plugin = await loadDataSource(instance.meta.module);
  return { settings, meta: instance.meta, ConfigEditor: plugin.components.ConfigEditor as ConfigEditor | undefined };
}

function Editor({ Editor, initial }: { Editor: ConfigEditor; initial: Settings }) {
  const [options, setOptions] = useState(initial);
  return <Editor options={options} onOptionsChange={setOptions} />;
}

interface TestResult {
  ok: boolean;
  message: string;
}

function DataSourceTest({ uid }: { uid: string }) {
  const [result, setResult] = useState<TestResult>();
  const test = () => testDataSource(uid).then(setResult);
  return (
    <>
      <Button onClick={test}>Test</Button>
      {result !== undefined && (
        <Alert severity={result.ok ? 'success' : 'error'} title={result.message} topSpacing={2} />
      )}
    </>
  );
}

async function testDataSource(uid: string): Promise<TestResult> {
  try {
    const dataSource = await getDataSourceSrv().get(uid);
    const { status, message } = await dataSource.testDatasource();
    return { ok: status !== 'error', message };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}
