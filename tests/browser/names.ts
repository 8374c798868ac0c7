/** The plugin ids in Grafana. */
export const APP_ID = 'tokentrail-llmusage-app';
export const DATA_SOURCE_TYPE = 'tokentrail-usage-datasource';
export const USAGE_LOG_PANEL = 'tokentrail-usagelog-panel';
export const REQUEST_TRACE_PANEL = 'tokentrail-requesttrace-panel';

export const REQUESTS_PAGE = `a/${APP_ID}/requests`;
export const STATS_PAGE = `a/${APP_ID}/stats`;

/** Uids of the data sources that the specs create. */
export const PROBE = 'tokentrail-test-probe';
export const STORE = 'tokentrail-test-store';
/** Uids of data sources of other plugins. No store is behind them. */
export const APP_TRACES = 'tokentrail-test-tempo';
export const APP_LOGS = 'tokentrail-test-loki';
/** The Prometheus that `provisioning/datasources` creates in a Grafana. */
export const METRICS = 'tokentrail-metrics';
/** Uids of the dashboards in `provisioning/`: panels with their default options, and with chosen ones. */
export const TEST_DASHBOARD = 'tokentrail-tests';
export const OPTIONS_DASHBOARD = 'tokentrail-tests-options';
