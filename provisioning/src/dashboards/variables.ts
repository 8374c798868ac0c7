const USAGE = 'tokentrail-usage-datasource';

export type VariableName = 'model' | 'group' | 'service' | 'environment' | 'provider';

/**
 * Variables of the dashboards. A variable of the records has the name of the usage log's URL parameter, so that a link to
 * the log keeps its values.
 */
export const VARIABLES: Readonly<Record<VariableName | 'ds' | 'metrics', object>> = {
  ds: dataSource('ds', 'Usage', USAGE, { text: 'TokenTrail usage', value: 'tokentrail-usage' }),
  metrics: dataSource('metrics', 'Metrics', 'prometheus', { text: 'TokenTrail metrics', value: 'tokentrail-metrics' }),
  model: values('model', 'Model'),
  group: values('group', 'Group'),
  service: values('service', 'Service'),
  environment: values('environment', 'Environment'),
  provider: values('provider', 'Provider'),
};

/** @param current the provisioned data source. Without it, Grafana takes the first one of the plugin. */
function dataSource(name: string, label: string, pluginId: string, current: object): object {
  return {
    type: 'datasource',
    name,
    label,
    query: pluginId,
    current,
    regex: '',
    multi: false,
    includeAll: false,
    hide: 0,
  };
}

/** The values of a field of the records: several, or "All". */
function values(field: VariableName, label: string): object {
  return {
    type: 'query',
    name: field,
    label,
    datasource: { type: USAGE, uid: '${ds}' },
    query: { refId: 'variable', field },
    // When the range changes.
    refresh: 2,
    sort: 0,
    regex: '',
    multi: true,
    includeAll: true,
    // Also records and series without the value. The usage data source recognises "All" and filters nothing.
    allValue: '.*',
    current: { text: ['All'], value: ['$__all'] },
    options: [],
    hide: 0,
  };
}
