/** Test ids of the configuration page, apart from `testIds.ts`, which is loaded before the first rows of the usage log. */
export const configTestIds = {
  dataSource: 'tokentrail config data-source',
  linked: (kind: 'trace' | 'logs' | 'metrics') => `tokentrail config linked ${kind}`,
  save: 'tokentrail config save',
  check: 'tokentrail config check',
  chain: 'tokentrail config chain',
  steps: 'tokentrail config steps',
  step: (id: string) => `tokentrail config step ${id}`,
  settings: 'tokentrail config data-source-settings',
  services: 'tokentrail config services',
  retention: 'tokentrail config retention',
  ledgerSettings: 'tokentrail config ledger-settings',
  budgets: 'tokentrail config budgets',
  budget: 'tokentrail config budget',
  service: (name: string) => `tokentrail config service ${name}`,
} as const;
