import { oneLine } from './promql.ts';
import { callRules } from './call-rules.ts';
import { costRules } from './cost-rules.ts';
import { deliveryRules } from './delivery-rules.ts';
import type { AlertRule } from './rule.ts';
import { THRESHOLDS } from './thresholds.ts';

/** All rules that do not depend on a team's budgets. */
export const ALERT_RULES: readonly AlertRule[] = [
  ...costRules(THRESHOLDS),
  ...callRules(THRESHOLDS),
  ...deliveryRules(THRESHOLDS),
].map((rule) => ({ ...rule, expression: oneLine(rule.expression) }));
