export { countsOf, usageOfCounts, type Counts } from './counts.ts';
export { isUnknown, totalOf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
export { mergeUsage } from './merge.ts';
export { normaliseUsage } from './normalise.ts';
export { profileOf, USAGE_PROFILES, type UsageProfile } from './profiles.ts';
export { fieldsOf, textOf } from './read.ts';
export { reportedCost, type ReportedAmount } from './reported-cost.ts';
export { tokensIn } from './tokens.ts';
