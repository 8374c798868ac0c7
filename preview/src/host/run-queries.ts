import type { CoreApp } from '@grafana/data';
import {
  applyFieldOverrides,
  type DataQuery,
  type DataQueryRequest,
  type DataSourceApi,
  type DataSourceRef,
  type FieldConfigSource,
  type GrafanaTheme2,
  LoadingState,
  type PanelData,
  type PanelPlugin,
  type TimeRange,
} from '@grafana/data';
import { getDataSourceSrv, getTemplateSrv } from '@grafana/runtime';
import { useTheme2 } from '@grafana/ui';
import { useEffect, useMemo, useState } from 'react';
import { from, switchMap } from 'rxjs';
import { runRequest } from './runtime/run-request.ts';

export interface QueryInput {
  /** Identifies the caller. A newer request with the same id cancels the earlier one. */
  requestId: string;
  dataSource: DataSourceRef | string | null | undefined;
  targets: DataQuery[];
  range: TimeRange;
  app: CoreApp;
  /** Counter; a new value runs the same queries again. */
  run: number;
}

/** Runs queries again when an option changes, as Grafana's panels do. */
export function useQueries(input: QueryInput): PanelData {
  const { requestId, dataSource, targets, range, app, run } = input;
  const [data, setData] = useState<PanelData>({ state: LoadingState.NotStarted, series: [], timeRange: range });
  const asked = JSON.stringify([dataSource, targets, range.raw, run]);
  useEffect(() => {
    if (targets.length === 0) {
      setData({ state: LoadingState.Done, series: [], timeRange: range });
      return undefined;
    }
    const running = from(getDataSourceSrv().get(dataSource)).pipe(
      switchMap((source) => runRequest(source, queryRequest(requestId, withDataSource(targets, source), range, app))),
    );
    const subscription = running.subscribe({
      next: setData,
      error: (error: Error) =>
        setData({ state: LoadingState.Error, series: [], timeRange: range, error: { message: error.message } }),
    });
    return () => subscription.unsubscribe();
  }, [asked]);
  return data;
}

/** Queries without a data source use the panel's. */
function withDataSource(targets: DataQuery[], source: DataSourceApi): DataQuery[] {
  return targets.map((target) => ({ ...target, datasource: target.datasource ?? source.getRef() }));
}

function queryRequest(requestId: string, targets: DataQuery[], range: TimeRange, app: CoreApp): DataQueryRequest {
  const intervalMs = Math.max(1000, Math.round((range.to.valueOf() - range.from.valueOf()) / 1000));
  return {
    app,
    requestId,
    targets,
    range,
    rangeRaw: range.raw,
    timezone: 'browser',
    interval: `${Math.round(intervalMs / 1000)}s`,
    intervalMs,
    maxDataPoints: 1000,
    scopedVars: {},
    startTime: Date.now(),
  };
}

/** Adds the display options of each field to the data frames, as panels expect. */
export function useDisplayedData(
  data: PanelData,
  plugin: PanelPlugin | undefined,
  fieldConfig: FieldConfigSource,
): PanelData {
  const theme = useTheme2();
  return useMemo(
    () => ({ ...data, series: display(data, plugin, fieldConfig, theme) }),
    [data, plugin, fieldConfig, theme],
  );
}

function display(
  data: PanelData,
  plugin: PanelPlugin | undefined,
  fieldConfig: FieldConfigSource,
  theme: GrafanaTheme2,
) {
  return applyFieldOverrides({
    data: data.series,
    fieldConfig,
    ...(plugin === undefined ? {} : { fieldConfigRegistry: plugin.fieldConfigRegistry }),
    replaceVariables: getTemplateSrv().replace,
    theme,
  });
}
