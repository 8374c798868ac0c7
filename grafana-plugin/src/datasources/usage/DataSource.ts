import {
  DataSourceApi,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type TestDataSourceResponse,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { Stores } from '../../store/stores.ts';
import { DEFAULT_QUERY_LIMIT, type UsageOptions, type UsageQuery } from './types.ts';

/**
 * Rows of the ledger as frames, for any panel, Explore and the app. Runs in the browser alone; Grafana's server opens the
 * routes and adds the accounts. Content never travels in a frame: the app's pages read it through `stores`.
 */
export class UsageDataSource extends DataSourceApi<UsageQuery, UsageOptions> {
  private readonly settings: DataSourceInstanceSettings<UsageOptions>;
  private opened: Promise<Stores> | null = null;

  constructor(settings: DataSourceInstanceSettings<UsageOptions>) {
    super(settings);
    this.settings = settings;
  }

  /** Rejects with `StoreError`. */
  stores(): Promise<Stores> {
    this.opened ??= this.open();
    return this.opened;
  }

  override async query(request: DataQueryRequest<UsageQuery>): Promise<DataQueryResponse> {
    const [{ ledger }, { runQueries }] = await Promise.all([this.stores(), import('./query.ts')]);
    return runQueries(ledger, request);
  }

  override filterQuery(query: UsageQuery): boolean {
    return query.hide !== true;
  }

  override getDefaultQuery(): Partial<UsageQuery> {
    return { search: '', limit: DEFAULT_QUERY_LIMIT };
  }

  override getQueryDisplayText(query: UsageQuery): string {
    return query.search || 'All records';
  }

  override interpolateVariablesInQueries(
    queries: UsageQuery[],
    scopedVars: DataQueryRequest<UsageQuery>['scopedVars'],
  ): UsageQuery[] {
    return queries.map((query) => ({
      ...query,
      ...(query.search && { search: getTemplateSrv().replace(query.search, scopedVars) }),
    }));
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    const { checkRoutes } = await import('./check-routes.ts');
    return checkRoutes(() => this.stores());
  }

  private async open(): Promise<Stores> {
    const { storesBehind } = await import('../../store/stores.ts');
    const { url, uid, jsonData } = this.settings;
    return storesBehind(url ?? `/api/datasources/proxy/uid/${uid}`, jsonData);
  }
}
