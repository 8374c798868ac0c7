export { startReplayedProvider, type ReplayedProvider, type ReplayedProviderOptions } from './server.ts';
export { SCENARIOS, scenarioFromHeader, type ChooseScenario, type Scenario } from './scenario.ts';
export type { BilledTokens, BillLine } from './bill.ts';
