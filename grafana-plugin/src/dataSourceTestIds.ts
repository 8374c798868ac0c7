/** Test ids of the editors of the data source, apart from `testIds.ts`, which is loaded before the first rows of the usage log. */
export const dataSourceTestIds = {
  dataSourceConfig: {
    kind: 'tokentrail data-source kind',
    field: (name: string) => `tokentrail data-source ${name}`,
  },
  queryEditor: {
    search: 'tokentrail query search',
    limit: 'tokentrail query limit',
    figures: 'tokentrail query figures',
    by: 'tokentrail query by',
    top: 'tokentrail query top',
    step: 'tokentrail query step',
    legend: 'tokentrail query legend',
    sort: 'tokentrail query sort',
    allFields: 'tokentrail query all-fields',
    variableField: 'tokentrail query variable-field',
    variablePrefix: 'tokentrail query variable-prefix',
  },
} as const;
