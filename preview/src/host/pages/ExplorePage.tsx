import {
  CoreApp,
  type DataQuery,
  type DataSourceApi,
  type DataSourceInstanceSettings,
  formattedValueToString,
  getDataSourceRef,
} from '@grafana/data';
import { DataSourcePicker, getDataSourceSrv, PluginPage } from '@grafana/runtime';
import { Alert, EmptyState, InteractiveTable, Stack } from '@grafana/ui';
import { useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom-v5-compat';
import { TimeControls } from '../chrome/TimeControls.tsx';
import { useDisplayedData, useQueries } from '../run-queries.ts';
import { useLoaded } from '../use-loaded.ts';
import { useTimeRange } from '../use-time-range.ts';
import { Loading } from './Loading.tsx';

const NO_FIELD_CONFIG = { defaults: {}, overrides: [] };
/** Maximum number of rows shown. */
const MAX_ROWS = 100;

/** One query of one data source, with its editor and result rows, at `/explore?ds=<uid>`. */
export function ExplorePage() {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('ds') ?? '';
  const settings = getDataSourceSrv().getInstanceSettings(asked);
  const loaded = useLoaded(() => getDataSourceSrv().get(asked), asked);
  const choose = ({ uid }: DataSourceInstanceSettings) => setParameters({ ds: uid });
  return (
    <Loading loaded={loaded} failure="The data source could not be loaded">
      {(dataSource) => <Explore dataSource={dataSource} current={settings} onChoose={choose} key={dataSource.uid} />}
    </Loading>
  );
}

interface ExploreProps {
  dataSource: DataSourceApi;
  current: DataSourceInstanceSettings | undefined;
  onChoose: (dataSource: DataSourceInstanceSettings) => void;
}

function Explore({ dataSource, current, onChoose }: ExploreProps) {
  const { range, setRange, run, reload } = useTimeRange();
  const [query, setQuery] = useState<DataQuery>({
    refId: 'A',
    ...dataSource.getDefaultQuery?.(CoreApp.Explore),
    datasource: current === undefined ? dataSource.getRef() : getDataSourceRef(current),
  });
  const [asked, setAsked] = useState(query);
  const data = useQueries({
    requestId: 'explore',
    dataSource: dataSource.uid,
    targets: [asked],
    range,
    app: CoreApp.Explore,
    run,
  });
  // An editor may change a query and run it within one event.
  const latest = useRef(query);
  const changeQuery = (changed: DataQuery) => {
    latest.current = changed;
    setQuery(changed);
  };
  const runQuery = () => {
    setAsked(latest.current);
    reload();
  };
  const QueryEditor = dataSource.components?.QueryEditor;
  return (
    <PluginPage
      pageNav={{ text: 'Explore' }}
      actions={
        <>
          <DataSourcePicker current={dataSource.uid} onChange={onChoose} />
          <TimeControls range={range} onChange={setRange} onReload={runQuery} />
        </>
      }
    >
      <Stack direction="column" gap={2}>
        {QueryEditor !== undefined && (
          <QueryEditor
            datasource={dataSource}
            query={query}
            onChange={changeQuery}
            onRunQuery={runQuery}
            data={data}
            range={range}
            app={CoreApp.Explore}
          />
        )}
        {data.error !== undefined && <Alert title={data.error.message ?? 'The query failed'} />}
        <Rows data={data} />
      </Stack>
    </PluginPage>
  );
}

type Row = Record<string, string> & { id: string };

function Rows({ data }: { data: ReturnType<typeof useQueries> }) {
  const frame = useDisplayedData(data, undefined, NO_FIELD_CONFIG).series[0];
  if (frame === undefined || frame.length === 0) {
    return <EmptyState variant="not-found" hideImage message="No data" />;
  }
  const rows = Array.from({ length: Math.min(frame.length, MAX_ROWS) }, (_, index): Row => {
    const cells = frame.fields.map((field) => [
      field.name,
      formattedValueToString(field.display?.(field.values[index]) ?? { text: '' }),
    ]);
    return { ...Object.fromEntries(cells), id: String(index) };
  });
  const columns = frame.fields.map((field) => ({ id: field.name, header: field.config.displayName ?? field.name }));
  return <InteractiveTable columns={columns} data={rows} getRowId={(row) => row.id} />;
}
