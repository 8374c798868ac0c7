import type { AlertCases } from './alert-case.ts';
import { CALL_CASES } from './call-cases.ts';
import { COST_CASES } from './cost-cases.ts';
import { DELIVERY_CASES } from './delivery-cases.ts';

export const CASES: AlertCases = { ...COST_CASES, ...CALL_CASES, ...DELIVERY_CASES };
