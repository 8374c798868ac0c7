import pluginJson from './plugin.json';

export const PLUGIN_ID = pluginJson.id;
export const DATASOURCE_TYPE = 'tokentrail-usage-datasource';

/** RBAC action for reading attempts and content. Grafana's server enforces it on the data source's routes. */
export const READ_TRACES = 'tokentrail-llmusage-app.traces:read';
