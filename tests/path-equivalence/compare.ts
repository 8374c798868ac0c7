import { isDeepStrictEqual } from 'node:util';
import type { Seen } from './case.ts';

/**
 * What a path may report differently. `zeros`: token counts of 0 that the provider did not send, or without those that
 * it sent. `amount`: list, paid or charged. `record`: there is none.
 */
export type Field =
  'record' | 'state' | 'errorCode' | 'model' | 'finish' | 'tokens' | 'zeros' | 'meters' | 'units' | 'amount';

const PLAIN = ['state', 'errorCode', 'model', 'finish', 'units'] as const;

/** The fields in which the records of a call are not as expected. */
export function differingFields(expected: Seen, records: readonly Seen[]): Field[] {
  const [seen] = records;
  if (seen === undefined || records.length > 1) return ['record'];
  const fields: Field[] = PLAIN.filter((field) => !isDeepStrictEqual(seen[field], expected[field]));
  if (!isDeepStrictEqual(seen.tokens, expected.tokens)) {
    fields.push(isDeepStrictEqual(withoutZeros(seen.tokens), withoutZeros(expected.tokens)) ? 'zeros' : 'tokens');
  }
  // A usage that is unknown has no meters.
  const isUnknown = seen.meters === undefined && seen.paid === 'unknown_usage' && expected.paid !== seen.paid;
  if (!isUnknown && !isDeepStrictEqual(seen.meters, expected.meters)) fields.push('meters');
  if (AMOUNTS.some((amount) => seen[amount] !== expected[amount])) fields.push('amount');
  return fields;
}

const AMOUNTS = ['list', 'paid', 'charged'] as const;

/** Whether the amount is a number that is not the expected one: worse than an unknown amount. */
export function isPricedWrongly(expected: Seen, [seen]: readonly Seen[]): boolean {
  return seen !== undefined && AMOUNTS.some((amount) => isNumber(seen[amount]) && seen[amount] !== expected[amount]);
}

/** The amounts in which nothing is unknown. */
function isNumber(amount: Seen['paid']): boolean {
  return typeof amount === 'number' || amount === 'free' || amount === 'not_billed';
}

function withoutZeros(tokens: Seen['tokens'] = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(tokens).filter(([, count]) => count !== 0));
}
