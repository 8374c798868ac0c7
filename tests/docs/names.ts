/** The data source that the docs name, in the preview. In a real Grafana the tests add their own. */
export const PROVISIONED_UID = 'tokentrail-usage';
export const DATA_SOURCE_UID = process.env['GRAFANA_URL'] === undefined ? PROVISIONED_UID : 'docs-usage';
