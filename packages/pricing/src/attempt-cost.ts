import type { Billed, CostState } from '@tokentrail/records';
import {
  fieldsOf,
  isUnknown,
  normaliseUsage,
  profileOf,
  reportedCost,
  textOf,
  usageOfCounts,
  type NormalUsage,
  type ReportedAmount,
  type UnknownUsage,
  type UsageProfile,
} from '@tokentrail/usage';
import { isUnpriced, itemsOf, type Item, type Used } from './bill.ts';
import { resolveStored, type PriceBook, type Resolved } from './book/book.ts';
import { holdsContext, type Circumstances } from './book/conditions.ts';
import { isDatedVersionOf, isLongNameOf } from './book/globs.ts';
import type { PriceQuery } from './book/query.ts';
import type { PriceRow } from './book/row.ts';
import { sellerOfProvider } from './book/sellers.ts';
import type { AttemptToPrice } from './call.ts';
import { decimalOfNumber, parseDecimal, plus, shiftDown, ZERO, type Decimal } from './decimal.ts';

/** The list price of one attempt. */
export interface AttemptCost {
  asked: AttemptToPrice;
  billed: Billed;
  state: CostState;
  /** Reason for an unknown state; null for the other states. */
  reason: string | null;
  resolved: Resolved | null;
  /** Set if `state` is `priced`. */
  priced: { row: PriceRow; items: readonly Item[] } | null;
  used: Used;
  query: PriceQuery;
  /** Cost in USD that the provider reported. */
  reported: Decimal | null;
}

const NO_UNITS: Readonly<Record<string, number>> = {};
const NO_CONDITIONS: Circumstances = {};

/** Whether the provider bills this attempt; null for a candidate that was not sent or has not ended. */
export function billedOf(attempt: AttemptToPrice): Billed | null {
  switch (attempt.state) {
    case 'available':
    case 'skipped':
    case 'pending':
    case 'streaming':
      return null;
    case 'success':
      return attempt.billed ?? 'yes';
    case 'cancelled':
      return attempt.billed ?? 'possibly';
    case 'failed':
      return attempt.billed ?? billedOfFailure(attempt);
  }
}

/** An error status is not billed, reported tokens are. Without a response the attempt is possibly billed. */
function billedOfFailure(attempt: AttemptToPrice): Billed {
  if (fieldsOf(attempt.usage) !== undefined) {
    return 'yes';
  }
  return attempt.statusCode !== undefined && attempt.statusCode >= 400 ? 'no' : 'possibly';
}

export function costOfAttempt(attempt: AttemptToPrice, billed: Billed, book: PriceBook): AttemptCost {
  const query = queryOf(attempt, book);
  const succeeded = attempt.state === 'success';
  const units = attempt.units ?? NO_UNITS;
  if (billed === 'no') {
    const used = { usage: UNUSED, units, succeeded };
    return { asked: attempt, billed, ...NOT_BILLED, resolved: null, used, query, reported: null };
  }
  const resolved = attempt.priced === undefined ? book.resolve(query) : resolveStored(attempt.priced.entry, query);
  const profile = resolved?.profile ?? profileOf(attempt.provider && sellerOfProvider(attempt.provider));
  const usage =
    attempt.meters === undefined
      ? normaliseUsage(attempt.usage, profile, attempt.apiFormat)
      : usageOfCounts(attempt.meters);
  const used = { usage, units, succeeded };
  const { state, reason, priced } = stateOf(attempt, billed, resolved, used);
  const reported = reportedBy(attempt, profile);
  return { asked: attempt, billed, state, reason, resolved, priced, used, query, reported };
}

/** The cost that the provider reported; a negative amount is ignored. */
function reportedBy(attempt: AttemptToPrice, profile: UsageProfile): Decimal | null {
  const reportedUsd = attempt.reportedCostUsd;
  const amount = reportedUsd === undefined ? sumOf(reportedCost(attempt.usage, profile)) : parseDecimal(reportedUsd);
  return amount === null || amount.units < 0n ? null : amount;
}

function sumOf(amounts: readonly ReportedAmount[] | null): Decimal | null {
  let sum: Decimal | null = amounts === null ? null : ZERO;
  for (const { value, scale } of amounts ?? []) {
    const amount = decimalOfNumber(value);
    sum = sum === null || amount === null ? null : plus(sum, shiftDown(amount, scale));
  }
  return sum;
}

type Outcome = Pick<AttemptCost, 'state' | 'reason' | 'priced'>;

function stateOf(attempt: AttemptToPrice, billed: Billed, resolved: Resolved | null, used: Used): Outcome {
  // A free model costs 0 even if the attempt may have been billed.
  if (resolved?.free === true) {
    return FREE;
  }
  if (billed === 'possibly') {
    return POSSIBLY_BILLED;
  }
  if (resolved === null) {
    return unresolved(attempt, used.usage);
  }
  // A stored attempt has been priced by the model that responded.
  if (resolved.byResponse && !attempt.responseModel && attempt.priced === undefined) {
    const reason = `the response names no model, and ${attempt.model ?? ''} is the name of a deployment (${resolved.id})`;
    return { state: 'unknown_price', reason, priced: null };
  }
  return priceAt(resolved, used);
}

const UNUSED: UnknownUsage = { unknown: 'the attempt was not billed' };
const NOT_BILLED: Outcome = { state: 'not_billed', reason: null, priced: null };
const FREE: Outcome = { state: 'free', reason: null, priced: null };
export const POSSIBLY_BILLED: Outcome = {
  state: 'unknown_usage',
  reason: 'the provider may have billed this attempt',
  priced: null,
};

/** The row of `resolved` that applies to this usage, and the items it bills. */
export function priceAt(resolved: Resolved, used: Used): Outcome {
  const usage = used.usage;
  if (isUnknown(usage) && resolved.rows.every((row) => row.pricesTokens) && resolved.rows.length > 0) {
    return { state: 'unknown_usage', reason: usage.unknown, priced: null };
  }
  const row = rowFor(resolved, usage);
  if (row === undefined) {
    return { state: 'unknown_price', reason: noRow(resolved), priced: null };
  }
  const items = itemsOf(used, row);
  if (isUnpriced(items)) {
    return { state: items.state, reason: `${items.reason} (${resolved.id})`, priced: null };
  }
  if (items.length === 0 && row.isEmpty) {
    return { state: 'unknown_price', reason: `${resolved.id} has no prices`, priced: null };
  }
  return { state: 'priced', reason: null, priced: { row, items } };
}

function noRow({ id, unreported }: Resolved): string {
  const missing = unreported.map((name) => `its ${name}`).join(' and ');
  const remedy = unreported.some((name) => name === 'deployment' || name === 'region');
  return (
    `no row of ${id} applies to this call` +
    (missing === '' ? '' : `: ${missing} ${unreported.length === 1 ? 'is' : 'are'} not known`) +
    (remedy ? '; state it under deployments in the price file' : '')
  );
}

function rowFor(resolved: Resolved, usage: NormalUsage | UnknownUsage): PriceRow | undefined {
  const context = isUnknown(usage) ? null : usage.context;
  return resolved.rows.find((row) =>
    context === null ? row.context === undefined : holdsContext(row.context, context),
  );
}

/** Whether a requested model is a resource of AWS: an inference profile, provisioned throughput, an imported model. */
function isResourceName(model: string | undefined): model is string {
  return model?.startsWith('arn:') === true;
}

function unresolved(attempt: AttemptToPrice, usage: NormalUsage | UnknownUsage): Outcome {
  const units = attempt.units !== undefined && Object.keys(attempt.units).length > 0;
  if (isUnknown(usage) && !units) {
    return { state: 'unknown_usage', reason: usage.unknown, priced: null };
  }
  const model = isResourceName(attempt.model) ? attempt.model : (attempt.responseModel ?? attempt.model ?? 'no model');
  return {
    state: 'unknown_price',
    priced: null,
    reason: `no price for ${model} at ${attempt.host ?? attempt.provider ?? 'an unknown seller'}`,
  };
}

function queryOf(attempt: AttemptToPrice, book: PriceBook): PriceQuery {
  const usage = fieldsOf(attempt.usage);
  return {
    host: attempt.host,
    provider: attempt.provider,
    models: modelNames(attempt),
    servedTier: attempt.servedTier ?? textOf(usage, 'service_tier'),
    requestedTier: attempt.requestedTier,
    conditions: circumstancesOf(attempt, usage, book.stated(attempt.host, attempt.model)),
    at: attempt.startUnixMs,
  };
}

/**
 * The names to look up, in order: the model that responded; then the requested model, if the responding model is a dated
 * version of it. If the requested name is the responding one with more around it (`global.anthropic.claude-…-v1:0`), it
 * comes first: the region is part of it, and regions have prices of their own. A resource name of AWS is the only name, because
 * neither it nor the response says in which region it is billed.
 */
function modelNames(attempt: AttemptToPrice): readonly string[] {
  const asked = attempt.model?.toLowerCase();
  const responded = attempt.responseModel?.toLowerCase();
  if (responded === undefined || responded === '') {
    return asked === undefined ? [] : [asked];
  }
  if (asked === undefined || asked === responded) {
    return [responded];
  }
  if (isLongNameOf(asked, responded)) {
    return [asked, responded];
  }
  if (isResourceName(asked)) {
    return [asked];
  }
  return isDatedVersionOf(asked, responded) ? [responded, asked] : [responded];
}

/**
 * Conditions that the operator states, those read from the usage object and those given with the attempt; later ones take
 * precedence.
 */
function circumstancesOf(
  attempt: AttemptToPrice,
  usage: Readonly<Record<string, unknown>> | undefined,
  stated: Circumstances | undefined,
): Circumstances {
  let circumstances: Record<string, string | undefined> | undefined = stated && { ...stated };
  for (const [field, condition] of CONDITIONS_IN_USAGE) {
    const value = textOf(usage, field);
    if (value !== undefined) {
      circumstances ??= {};
      circumstances[condition] = value.toLowerCase();
    }
  }
  for (const name in attempt.conditions) {
    circumstances ??= {};
    circumstances[name] = String(attempt.conditions[name] ?? '').toLowerCase();
  }
  return circumstances ?? NO_CONDITIONS;
}

/** Anthropic: speed and region of the inference. Perplexity: size of the search context. */
const CONDITIONS_IN_USAGE = [
  ['speed', 'speed'],
  ['inference_geo', 'region'],
  ['search_context_size', 'search_context'],
] as const;
