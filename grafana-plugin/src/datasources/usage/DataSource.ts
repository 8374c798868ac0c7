import {
  DataSourceApi,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceInstanceSettings,
  type TestDataSourceResponse,
} from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { OpenStores } from '../../store/stores.ts';
import { translated } from '../../translated.ts';
import { DEFAULT_QUERY_LIMIT, type UsageOptions, type UsageQuery } from './types.ts';

/**
 * Returns the ledger's records as data frames, for panels, Explore and the app. It runs in the browser; Grafana's
 * server proxies the routes and adds the accounts. Content is never part of a data frame: the app's pages read it
 * through `stores()`.
 */
export class UsageDataSource extends DataSourceApi<UsageQuery, UsageOptions> {
  private readonly settings: DataSourceInstanceSettings<UsageOptions>;
  private opened: Promise<OpenStores> | null = null;

  constructor(settings: DataSourceInstanceSettings<UsageOptions>) {
    super(settings);
    this.settings = settings;
  }

  /** Opens the stores on first use. Rejects with `StoreError`. */
  stores(): Promise<OpenStores> {
    this.opened ??= this.open();
    return this.opened;
  }

  override async query(request: DataQueryRequest<UsageQuery>): Promise<DataQueryResponse> {
    const [{ ledger }, { runQueries }] = await Promise.all([this.stores(), translated(() => import('./query.ts'))]);
    return runQueries(ledger, request);
  }

  override filterQuery(query: UsageQuery): boolean {
    return query.hide !== true;
  }

  override getDefaultQuery(): Partial<UsageQuery> {
    return { search: '', limit: DEFAULT_QUERY_LIMIT };
  }

  override getQueryDisplayText(query: UsageQuery): string {
    // A sign instead of a word: the texts of this module are not translated, because it loads early.
    return query.search || '*';
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
    const [{ checkRoutes }, { storeKindOf }] = await Promise.all([
      translated(() => import('./check-routes.ts')),
      import('../../store/kinds/index.ts'),
    ]);
    return checkRoutes(storeKindOf(this.settings.jsonData), () => this.stores());
  }

  private async open(): Promise<OpenStores> {
    const { storeKindOf, readAnnotations } = await translated(() => import('../../store/kinds/index.ts'));
    const { url, uid, jsonData } = this.settings;
    const stores = storeKindOf(jsonData).open(url ?? `/api/datasources/proxy/uid/${uid}`, jsonData);
    return { ...stores, annotations: readAnnotations };
  }
}
