import type { Attempt } from '@tokentrail/records';
import type { PriceBasis, PricedAttempt } from './call.ts';

/**
 * Adds to an attempt its paid amount and its basis, so that it can be priced again from the ledger alone. `passes`:
 * whether a text of the basis may leave the process.
 */
export function withPrice(
  attempt: Attempt,
  paid: PricedAttempt | null | undefined,
  passes: (text: string) => boolean = () => true,
): Attempt {
  if (paid === undefined || paid === null) {
    return attempt;
  }
  const priced: Attempt = { ...attempt };
  if (paid.nanoUsd !== null) priced.paidNanoUsd = String(paid.nanoUsd);
  if (paid.state !== 'not_billed') addBasis(priced, paid.basis(), passes);
  return priced;
}

/**
 * Adds the basis. If the ledger would reject a name or value of it (a condition with a space, for example) the attempt
 * carries no basis: a partial basis would give another price, and an invalid one would cost the record its attempts.
 */
function addBasis(attempt: Attempt, basis: PriceBasis, passes: (text: string) => boolean): void {
  const { meters, source, entry, tier, contract, requestedTier, servedTier } = basis;
  const units = setValues(basis.units);
  const conditions = setValues(basis.conditions);
  if (source !== null) attempt.priceSource = source;
  const passesAs = (text: string | undefined) => text === undefined || (isIdentifier(text) && passes(text));
  const fits =
    every(meters, (name, count) => NAME.test(name) && isCount(count)) &&
    every(units, (name, count) => NAME.test(name) && passes(name) && isCount(count)) &&
    every(conditions, (name, text) => NAME.test(name) && passes(name) && passesAs(text)) &&
    passesAs(requestedTier) &&
    passesAs(servedTier);
  if (!fits) return;
  if (meters !== null) attempt.meters = { ...meters };
  if (units !== null) attempt.units = units;
  if (conditions !== null) attempt.conditions = conditions;
  if (requestedTier !== undefined) attempt.requestedTier = requestedTier;
  if (servedTier !== undefined) attempt.servedTier = servedTier;
  if (entry !== null) attempt.priceEntry = entry;
  if (tier !== null) attempt.priceTier = tier.replace(LINE_BREAKS, ' ').slice(0, 256);
  if (contract !== null) attempt.contract = contract;
}

/** The values that are set, 0 included: a price may need a count that is 0. Null if there are none. */
function setValues<T>(all: Readonly<Record<string, T | undefined>>): Record<string, T> | null {
  let values: Record<string, T> | null = null;
  for (const name in all) {
    const value = all[name];
    if (value === undefined) continue;
    values ??= {};
    values[name] = value;
  }
  return values;
}

function every<T>(all: Readonly<Record<string, T>> | null, fits: (name: string, value: T) => boolean): boolean {
  for (const name in all) if (!fits(name, all[name] as T)) return false;
  return true;
}

// The forms that the collector accepts (`collector-config/src/ledger-shapes.ts`).
const NAME = /^[a-z][a-z0-9_]{0,63}(:[a-z0-9]{1,16})?$/;
const IDENTIFIER = /^[A-Za-z0-9_.:/@+=#~-]{1,200}$/;
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

function isIdentifier(text: unknown): boolean {
  return typeof text === 'string' && IDENTIFIER.test(text);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
