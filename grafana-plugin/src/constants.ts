import pluginJson from './plugin.json';

export const PLUGIN_ID = pluginJson.id;
export const DATASOURCE_TYPE = 'tokentrail-usage-datasource';

/** Who may see attempts and content. Grafana's server enforces it on the routes; the pages only follow. */
export const READ_TRACES = 'tokentrail-llmusage-app.traces:read';

export const REQUESTS_PATH = `/a/${PLUGIN_ID}/requests`;
