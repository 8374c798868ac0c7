import type { Attempt } from '@tokentrail/records';
import type { PriceBasis, PricedTry } from './call.ts';

/**
 * The attempt with what it was paid, and with all that this was worked out from, so that the ledger alone can price it
 * again. `passes`: whether a text of the basis may leave the process.
 */
export function withPrice(
  attempt: Attempt,
  paid: PricedTry | null | undefined,
  passes: (text: string) => boolean = () => true,
): Attempt {
  if (paid === undefined || paid === null) {
    return attempt;
  }
  const priced = paid.nanoUsd === null ? attempt : { ...attempt, paidNanoUsd: String(paid.nanoUsd) };
  return paid.state === 'not_billed' ? priced : { ...priced, ...carried(paid.basis(), passes) };
}

/**
 * The basis as it travels. A name or value that the ledger would not take, such as a condition with a space in it, costs
 * the try its basis and not the record its attempts; half a basis would be another price.
 */
function carried(basis: PriceBasis, passes: (text: string) => boolean): Partial<Attempt> {
  const { meters, source, entry, tier, contract, requestedTier, servedTier } = basis;
  const units = Object.entries(basis.units).filter(([, count]) => count !== 0);
  const conditions = Object.entries(basis.conditions).filter(isSaid);
  const values = [requestedTier, servedTier, ...conditions.map(([, value]) => value)].filter(
    (text) => text !== undefined,
  );
  const names = [...units, ...conditions].map(([name]) => name);
  const fits =
    [...Object.entries(meters ?? {}), ...units].every(([name, count]) => NAME.test(name) && isCount(count)) &&
    names.every((name) => NAME.test(name) && passes(name)) &&
    values.every((text) => isIdentifier(text) && passes(text));
  if (!fits) {
    return source === null ? {} : { priceSource: source };
  }
  return {
    ...(meters !== null && { meters: { ...meters } }),
    ...(units.length > 0 && { units: Object.fromEntries(units) }),
    ...(conditions.length > 0 && { conditions: Object.fromEntries(conditions) }),
    ...(requestedTier !== undefined && { requestedTier }),
    ...(servedTier !== undefined && { servedTier }),
    ...(source !== null && { priceSource: source }),
    ...(entry !== null && { priceEntry: entry }),
    ...(tier !== null && { priceTier: tier.replace(LINE_BREAKS, ' ').slice(0, 256) }),
    ...(contract !== null && { contract }),
  };
}

// The forms that the collector lets through (`collector-config/src/ledger-shapes.ts`).
const NAME = /^[a-z][a-z0-9_]{0,63}(:[a-z0-9]{1,16})?$/;
const IDENTIFIER = /^[A-Za-z0-9_.:/@+=#~-]{1,200}$/;
const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

function isIdentifier(text: unknown): boolean {
  return typeof text === 'string' && IDENTIFIER.test(text);
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function isSaid(pair: [string, string | undefined]): pair is [string, string] {
  return pair[1] !== undefined;
}
