import {
  DataSourceApi,
  type AdHocVariableFilter,
  type DataQueryRequest,
  type DataQueryResponse,
  type DataSourceGetTagKeysOptions,
  type DataSourceGetTagValuesOptions,
  type DataSourceInstanceSettings,
  type MetricFindValue,
  type ScopedVars,
  type TestDataSourceResponse,
} from '@grafana/data';
import type { Observable } from 'rxjs';
import type { OpenStores } from '../../store/stores.ts';
import { translated } from '../../translated.ts';
import { annotationSupport } from './annotation-support.ts';
import { cancellable } from './cancellable.ts';
import type * as Queries from './query.ts';
import { DEFAULT_QUERY_LIMIT, type UsageOptions, type UsageQuery } from './types.ts';
import { UsageVariables } from './UsageVariables.ts';

/**
 * Returns the ledger's records and figures as data frames, for panels, Explore, variables and annotations. It runs in the
 * browser; Grafana's server proxies the routes and adds the accounts. Content is never part of a data frame: the app's
 * pages read it through `stores()`.
 */
export class UsageDataSource extends DataSourceApi<UsageQuery, UsageOptions> {
  private readonly settings: DataSourceInstanceSettings<UsageOptions>;
  private opened: Promise<OpenStores> | null = null;
  /** The part that runs queries, once one has run. */
  private queries: typeof Queries | null = null;

  constructor(settings: DataSourceInstanceSettings<UsageOptions>) {
    super(settings);
    this.settings = settings;
    this.annotations = annotationSupport();
    this.variables = new UsageVariables(this);
  }

  /** Opens the stores on first use. Rejects with `StoreError`. */
  stores(): Promise<OpenStores> {
    this.opened ??= this.open();
    return this.opened;
  }

  /** Unsubscribing cancels the queries. */
  override query(request: DataQueryRequest<UsageQuery>): Observable<DataQueryResponse> {
    return cancellable(async (signal) => {
      const [{ ledger }, queries] = await Promise.all([this.stores(), translated(() => import('./query.ts'))]);
      this.queries = queries;
      return queries.runQueries(ledger, request, signal);
    });
  }

  override filterQuery(query: UsageQuery): boolean {
    return query.hide !== true;
  }

  override getDefaultQuery(): Partial<UsageQuery> {
    return { queryType: 'records', limit: DEFAULT_QUERY_LIMIT };
  }

  override getQueryDisplayText(query: UsageQuery): string {
    // A sign instead of a word: the texts of this module are not translated, because it loads early.
    return query.search || '*';
  }

  /** The queries of a panel as Explore shows them. Grafana calls it for queries that have run. */
  override interpolateVariablesInQueries(
    queries: UsageQuery[],
    scopedVars: ScopedVars,
    filters?: AdHocVariableFilter[],
  ): UsageQuery[] {
    return this.queries?.withoutVariables(queries, { scopedVars, filters }) ?? queries;
  }

  /** The fields that an ad-hoc filter can name. */
  override async getTagKeys(_options?: DataSourceGetTagKeysOptions<UsageQuery>): Promise<MetricFindValue[]> {
    const { tagKeys } = await translated(() => import('./tags.ts'));
    return tagKeys();
  }

  /** The values of a field among the records that the other ad-hoc filters select. */
  override async getTagValues(options: DataSourceGetTagValuesOptions<UsageQuery>): Promise<MetricFindValue[]> {
    const [{ ledger }, { tagValues }] = await Promise.all([this.stores(), translated(() => import('./tags.ts'))]);
    return tagValues(ledger, options);
  }

  override async testDatasource(): Promise<TestDataSourceResponse> {
    const [{ checkRoutes }, { storeKindOf }] = await Promise.all([
      translated(() => import('./check-routes.ts')),
      import('../../store/kinds/index.ts'),
    ]);
    return checkRoutes(storeKindOf(this.settings.jsonData), () => this.stores());
  }

  private async open(): Promise<OpenStores> {
    const { storesAt, readAnnotations } = await translated(() => import('../../store/stores-at.ts'));
    const { url, uid, jsonData } = this.settings;
    const stores = storesAt(url ?? `/api/datasources/proxy/uid/${uid}`, jsonData);
    return { ...stores, annotations: readAnnotations };
  }
}
