import type { Attempt, UsageRecord } from '@tokentrail/records';
import { auditCost } from './audit.ts';
import { checkAttempts, magnitude, type AmountCheck } from './audit-attempts.ts';
import { layerOfEntry, type PriceEntryRecord } from './book/entry-record.ts';
import { compare, decimalOfNumber, parseDecimal, plus, ZERO, type Decimal } from './decimal.ts';
import { recompute } from './recompute.ts';
import { storedEntry, type ContentOf } from './recorded-call.ts';
import { profileOf, type UsageProfile } from '@tokentrail/usage';

export interface RecordAudit {
  /** Deviations, one line each; empty if there are none. */
  findings: string[];
  /** Sum of the differences of its amounts, nano-USD; 0 if they agree or cannot be compared. */
  offNanoUsd: bigint;
}

/** Prices a record again from what the ledger holds of it: its lines, its attempts and the price entries they name. */
export function auditRecord(record: UsageRecord, attempts: readonly Attempt[], contentOf: ContentOf): RecordAudit {
  const entry = entryOf(record, contentOf);
  const amounts = [
    ...checkCharged(record),
    ...checkList(record),
    ...checkPaid(record, attempts),
    ...checkAttempts(record, attempts, contentOf),
  ];
  return {
    findings: [
      ...checkNamed(record, entry),
      ...auditCost(record, typeof entry === 'string' ? null : entry, entriesOf(attempts, contentOf)),
      ...amounts.flatMap(({ finding }) => finding ?? []),
      ...checkTokens(record, attempts, entry),
    ],
    offNanoUsd: offOf(amounts),
  };
}

/** The sum over the three amounts; each counts once, with its largest difference. */
function offOf(checks: readonly AmountCheck[]): bigint {
  const largest = new Map<AmountCheck['of'], bigint>();
  for (const { of, off } of checks) {
    largest.set(of, off > (largest.get(of) ?? 0n) ? off : (largest.get(of) ?? 0n));
  }
  return [...largest.values()].reduce((sum, off) => sum + off, 0n);
}

/** The entry that the record names; null if it names none; a finding if that entry is missing. */
function entryOf({ priceEntry, priceSource }: UsageRecord, contentOf: ContentOf) {
  if (priceEntry === null) {
    return null;
  }
  const content = contentOf(priceEntry);
  if (content === null) {
    return `price entry ${priceEntry} is not in the ledger`;
  }
  return (
    storedEntry(priceEntry, priceSource, content) ??
    `the content stored for price entry ${priceEntry} does not match its hash`
  );
}

/** The price entries of the attempts; missing ones are left out. */
function entriesOf(attempts: readonly Attempt[], contentOf: ContentOf): PriceEntryRecord[] {
  return attempts.flatMap(({ priceEntry, priceSource }) =>
    priceEntry === undefined ? [] : (storedEntry(priceEntry, priceSource, contentOf(priceEntry)) ?? []),
  );
}

type Entry = ReturnType<typeof entryOf>;

/** A price must name its source: a price entry, or the provider's own report. */
function checkNamed({ cost, priceSource }: UsageRecord, entry: Entry): string[] {
  if (typeof entry === 'string') {
    return [entry];
  }
  const unproved = entry === null && cost.charged.state === 'priced' && priceSource !== 'provider';
  return unproved ? ['the record is priced but names no price entry'] : [];
}

/** The difference in nano-USD; `auditCost` reports the same deviation in words. */
function checkCharged({ cost: { charged }, costLines }: UsageRecord): AmountCheck[] {
  const { nanoUsd } = recompute(costLines);
  return charged.state === 'priced' && charged.nanoUsd !== null && nanoUsd !== null
    ? [{ of: 'charged', off: magnitude(nanoUsd - BigInt(charged.nanoUsd)) }]
    : [];
}

/** If the charge equals `paid` at our prices, the lines without the contract factor must add up to the list price. */
function checkList({ cost: { list, paid, charged }, costLines }: UsageRecord): AmountCheck[] {
  const ours = !costLines.some(({ meter }) => meter === 'reported');
  const sameLines = charged.state === 'priced' && charged.nanoUsd === paid.nanoUsd && ours;
  if (!sameLines || list.state !== 'priced' || list.nanoUsd === null) {
    return [];
  }
  const lines = costLines.map((line) => ({
    ...line,
    factors: (line.factors ?? []).filter(({ name }) => name !== 'contract'),
  }));
  const { nanoUsd } = recompute(lines);
  if (nanoUsd === null || nanoUsd === BigInt(list.nanoUsd)) {
    return [];
  }
  return [
    {
      of: 'list',
      off: magnitude(nanoUsd - BigInt(list.nanoUsd)),
      finding: `at list price the lines add up to ${String(nanoUsd)}, but the record says ${list.nanoUsd}`,
    },
  ];
}

/** Each attempt's amount is rounded, so their sum may be off by half a nano-dollar each. */
function checkPaid({ cost: { paid } }: UsageRecord, attempts: readonly Attempt[]): AmountCheck[] {
  const amounts = attempts.flatMap(({ paidNanoUsd = '' }) => (/^\d+$/.test(paidNanoUsd) ? [BigInt(paidNanoUsd)] : []));
  if (amounts.length === 0 || paid.nanoUsd === null) {
    return [];
  }
  const sum = amounts.reduce((total, amount) => total + amount, 0n);
  const off = magnitude(sum - BigInt(paid.nanoUsd));
  const rounding = amounts.length === 1 ? 0n : BigInt(amounts.length + 1) / 2n;
  return off <= rounding
    ? []
    : [
        {
          of: 'paid',
          off,
          finding: `paid of the attempts adds up to ${String(sum)}, but paid of the call is ${paid.nanoUsd}`,
        },
      ];
}

/** Sellers whose billed tokens differ from the reported ones. */
const BILLED_DIFFERS_FROM_REPORTED: ReadonlySet<UsageProfile> = new Set<UsageProfile>(['cohere', 'perplexity']);

/** If one attempt used tokens, the lines must bill the tokens it reported. */
function checkTokens(record: UsageRecord, attempts: readonly Attempt[], entry: Entry): string[] {
  const lines = record.costLines.filter(({ meter }) => INPUT.test(meter) || OUTPUT.test(meter));
  const used = attempts.filter(({ usage }) => usage !== undefined);
  if (lines.length === 0 || used.length > 1 || entry === null || typeof entry === 'string') {
    return [];
  }
  const [document] = layerOfEntry(entry)?.document.entries ?? [];
  if (
    document !== undefined &&
    BILLED_DIFFERS_FROM_REPORTED.has(document.usage ?? profileOf(document.seller.provider))
  ) {
    return [];
  }
  const usage = used[0]?.usage ?? record;
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage;
  return [
    ...checkSide('input', INPUT, lines, inputTokens, [cacheReadTokens, cacheWriteTokens]),
    ...checkSide('output', OUTPUT, lines, outputTokens, [reasoningTokens]),
  ];
}

const INPUT = /^(input|cache)(_|:|$)/;
const OUTPUT = /^(output|reasoning)(_|:|$)/;

type Count = number | null | undefined;

/** Some providers report the parts in addition to the total, not in it; both readings are accepted. */
function checkSide(
  side: string,
  meters: RegExp,
  lines: UsageRecord['costLines'],
  total: Count,
  parts: readonly Count[],
): string[] {
  if (total === null || total === undefined) {
    return [];
  }
  const billed = lines
    .filter(({ meter }) => meters.test(meter))
    .reduce<Decimal>((sum, { quantity }) => plus(sum, parseDecimal(quantity) ?? ZERO), ZERO);
  const withParts = parts.reduce<number>((sum, part) => sum + (part ?? 0), total);
  const agrees = [total, withParts].some((tokens) => compare(billed, decimalOfNumber(tokens) ?? ZERO) === 0);
  return agrees ? [] : [`the lines bill a different number of ${side} tokens than the ${total} that were used`];
}
