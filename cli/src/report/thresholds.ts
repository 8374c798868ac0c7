import { nanoOfUsd } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { counted, formatCount, formatShare, formatSum } from './format.ts';
import type { Report } from './read-report.ts';

export interface ThresholdOptions {
  /** Maximum of what callers are charged, USD: `500` or `12.50`. */
  maxCost?: string;
  /** Maximum share of calls that failed, percent: `2.5`. */
  maxErrorRate?: string;
  /** Maximum increase of the cost over the period before, percent. */
  maxIncrease?: string;
  /** Maximum number of calls whose cost is unknown. */
  maxUnknown?: string;
}

export interface Thresholds {
  maxCostNanoUsd: string | null;
  maxErrorPercent: number | null;
  maxIncreasePercent: number | null;
  maxUnknown: number | null;
}

export interface ThresholdResult {
  name: 'max-cost' | 'max-error-rate' | 'max-increase' | 'max-unknown';
  /** `unclear`: the figures do not say, for example because costs are unknown. */
  state: 'kept' | 'broken' | 'unclear';
  sentence: string;
}

/** @throws UserError if a limit cannot be read. */
export function thresholdsOf({ maxCost, maxErrorRate, maxIncrease, maxUnknown }: ThresholdOptions): Thresholds {
  return {
    maxCostNanoUsd: maxCost === undefined ? null : amountOf(maxCost),
    maxErrorPercent: numberOf('--max-error-rate', maxErrorRate, 'a percentage such as 2.5'),
    maxIncreasePercent: numberOf('--max-increase', maxIncrease, 'a percentage such as 20'),
    maxUnknown: numberOf('--max-unknown', maxUnknown, 'a number of calls such as 0', /^\d{1,9}$/),
  };
}

function amountOf(text: string): string {
  const nano = nanoOfUsd(text);
  if (nano === null) {
    throw new UserError(`--max-cost ${text} is no amount: write US dollars such as 500 or 12.50`);
  }
  return nano;
}

function numberOf(option: string, text: string | undefined, what: string, pattern = /^\d{1,6}(\.\d{1,6})?$/) {
  if (text === undefined) {
    return null;
  }
  if (!pattern.test(text)) {
    throw new UserError(`${option} ${text} cannot be read: write ${what}, without a sign`);
  }
  return Number(text);
}

/** Compares the figures of a report with its thresholds; one result for each that is set. */
export function checkThresholds(report: Report, thresholds: Thresholds): ThresholdResult[] {
  const { maxCostNanoUsd, maxErrorPercent, maxIncreasePercent, maxUnknown } = thresholds;
  return [
    ...(maxCostNanoUsd === null ? [] : [checkCost(report, maxCostNanoUsd)]),
    ...(maxErrorPercent === null ? [] : [checkErrors(report, maxErrorPercent)]),
    ...(maxIncreasePercent === null ? [] : [checkIncrease(report, maxIncreasePercent)]),
    ...(maxUnknown === null ? [] : [checkUnknown(report, maxUnknown)]),
  ];
}

function checkCost({ current }: Report, maxNanoUsd: string): ThresholdResult {
  const { charged } = current.totals.cost;
  const limit = formatSum({ nanoUsd: maxNanoUsd, unknown: 0 });
  const cost = formatSum(charged);
  const name = 'max-cost';
  if (BigInt(charged.nanoUsd) > BigInt(maxNanoUsd)) {
    return { name, state: 'broken', sentence: `The cost of ${cost} is above the limit of ${limit}.` };
  }
  return charged.unknown > 0
    ? {
        name,
        state: 'unclear',
        sentence: `The known cost of ${formatSum({ ...charged, unknown: 0 })} is within the limit of ${limit}, but ${unknownCalls(charged.unknown)}.`,
      }
    : { name, state: 'kept', sentence: `The cost of ${cost} is within the limit of ${limit}.` };
}

function unknownCalls(calls: number): string {
  return `the cost of ${counted(calls, 'call')} is unknown`;
}

function checkErrors({ current }: Report, maxPercent: number): ThresholdResult {
  const { requests, failed } = current.totals;
  const name = 'max-error-rate';
  if (requests === 0) {
    return { name, state: 'unclear', sentence: 'There are no calls, so there is no error rate.' };
  }
  const isBroken = failed * 100 > maxPercent * requests;
  const rate = `The error rate of ${formatShare(failed, requests)} (${formatCount(failed)} of ${counted(requests, 'call')})`;
  return isBroken
    ? { name, state: 'broken', sentence: `${rate} is above the limit of ${maxPercent}%.` }
    : { name, state: 'kept', sentence: `${rate} is within the limit of ${maxPercent}%.` };
}

/** Parts of a percent that an increase distinguishes: percentages have at most six decimals. */
const PARTS = 1_000_000;

function checkIncrease({ current, previous }: Report, maxPercent: number): ThresholdResult {
  const name = 'max-increase';
  const [now, before] = [current.totals.cost.charged, previous.totals.cost.charged];
  const rose = `The cost rose from ${formatSum(before)} to ${formatSum(now)}`;
  if (previous.totals.requests === 0) {
    const sentence = 'The period before has no calls, so there is no increase to compare.';
    return { name, state: 'unclear', sentence };
  }
  // now > before × (1 + percent / 100), in integers.
  const factor = BigInt(Math.round(maxPercent * PARTS)) + BigInt(100 * PARTS);
  const isAbove = BigInt(now.nanoUsd) * BigInt(100 * PARTS) > BigInt(before.nanoUsd) * factor;
  if (now.unknown + before.unknown > 0) {
    const known = isAbove
      ? `${rose}, more than the limit of ${maxPercent}%`
      : `The known cost is within ${maxPercent}%`;
    // Unknown costs of now only add to the increase; those of before may explain it.
    return isAbove && before.unknown === 0
      ? { name, state: 'broken', sentence: `${known}.` }
      : { name, state: 'unclear', sentence: `${known}, but ${unknownCalls(now.unknown + before.unknown)}.` };
  }
  return isAbove
    ? { name, state: 'broken', sentence: `${rose}, more than the limit of ${maxPercent}%.` }
    : {
        name,
        state: 'kept',
        sentence: `The cost went from ${formatSum(before)} to ${formatSum(now)}, within ${maxPercent}%.`,
      };
}

function checkUnknown({ current }: Report, max: number): ThresholdResult {
  const { unknown } = current.totals.cost.charged;
  const name = 'max-unknown';
  const calls = `The cost of ${counted(unknown, 'call')} is unknown`;
  return unknown > max
    ? { name, state: 'broken', sentence: `${calls}, more than the limit of ${formatCount(max)}.` }
    : { name, state: 'kept', sentence: `${calls}, within the limit of ${formatCount(max)}.` };
}
