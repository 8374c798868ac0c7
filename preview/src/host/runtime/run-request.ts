import {
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceApi,
  LoadingState,
  type PanelData,
  toDataFrame,
} from '@grafana/data';
import { toDataQueryError } from '@grafana/runtime';
import { catchError, from, map, type Observable, of, startWith } from 'rxjs';

type QueryFunction = DataSourceApi['query'];

/** Runs a data source's query and emits its states: loading, then data or an error. */
export function runRequest(
  dataSource: DataSourceApi,
  request: DataQueryRequest,
  queryFunction: QueryFunction = dataSource.query.bind(dataSource),
): Observable<PanelData> {
  const begun = { request, timeRange: request.range, series: [] };
  return from(queryFunction(request)).pipe(
    map((response) => ({ ...begun, ...responded(response) })),
    catchError((error: unknown) => of({ ...begun, state: LoadingState.Error, errors: [toDataQueryError(error)] })),
    map((data) => ({ ...data, ...(data.errors?.[0] === undefined ? {} : { error: data.errors[0] }) })),
    startWith({ ...begun, state: LoadingState.Loading }),
  );
}

function responded(response: DataQueryResponse): Pick<PanelData, 'state' | 'series' | 'errors'> {
  const errors = response.errors ?? (response.error === undefined ? [] : [response.error]);
  return {
    state: errors.length > 0 ? LoadingState.Error : (response.state ?? LoadingState.Done),
    series: response.data.map((frame) => toDataFrame(frame)),
    ...(errors.length > 0 ? { errors } : {}),
  };
}
