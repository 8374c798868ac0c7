import type { Attempt, UsageRecord } from '@tokentrail/records';
import { auditCost } from './audit.ts';
import { checkAttempts, magnitude, type AmountCheck } from './audit-attempts.ts';
import { layerOfEntry, type PriceEntryRecord } from './book/entry-record.ts';
import { compare, decimalOfNumber, parseDecimal, plus, ZERO, type Decimal } from './decimal.ts';
import { recompute } from './recompute.ts';
import { storedEntry, type ContentOf } from './recorded-call.ts';
import { profileOf, type UsageProfile } from './usage/normalise.ts';

export interface RecordAudit {
  /** What does not agree, one line each; empty where all does. */
  findings: string[];
  /** By how much its amounts are off, nano-USD; 0 where that cannot be told, or no amount is. */
  offNanoUsd: bigint;
}

/** Prices a record again from all that the ledger carries of it: its lines, each of its tries, and the entries these name. */
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

/** Each amount counts once, by the largest of what was found of it. */
function offOf(checks: readonly AmountCheck[]): bigint {
  const largest = new Map<AmountCheck['of'], bigint>();
  for (const { of, off } of checks) {
    largest.set(of, off > (largest.get(of) ?? 0n) ? off : (largest.get(of) ?? 0n));
  }
  return [...largest.values()].reduce((sum, off) => sum + off, 0n);
}

/** The entry that the record names; null where it names none, and why not, where it is not to be had. */
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
    `what stands under ${priceEntry} is not the price entry of that hash`
  );
}

/** The entries of the tries, as far as they are to be had. */
function entriesOf(attempts: readonly Attempt[], contentOf: ContentOf): PriceEntryRecord[] {
  return attempts.flatMap(({ priceEntry, priceSource }) =>
    priceEntry === undefined ? [] : (storedEntry(priceEntry, priceSource, contentOf(priceEntry)) ?? []),
  );
}

type Entry = ReturnType<typeof entryOf>;

/** A price has a source that can be looked up: an entry, or the provider's own word. */
function checkNamed({ cost, priceSource }: UsageRecord, entry: Entry): string[] {
  if (typeof entry === 'string') {
    return [entry];
  }
  const unproved = entry === null && cost.charged.state === 'priced' && priceSource !== 'provider';
  return unproved ? ['it is priced, and names no price entry'] : [];
}

/** `auditCost` says it in words; here is by how much. */
function checkCharged({ cost: { charged }, costLines }: UsageRecord): AmountCheck[] {
  const { nanoUsd } = recompute(costLines);
  return charged.state === 'priced' && charged.nanoUsd !== null && nanoUsd !== null
    ? [{ of: 'charged', off: magnitude(nanoUsd - BigInt(charged.nanoUsd)) }]
    : [];
}

/** Where the caller is charged what is paid by our prices, the lines without our contract's factor are the list price. */
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
      finding: `at list price the lines come to ${String(nanoUsd)}, not to ${list.nanoUsd}`,
    },
  ];
}

/** The tries' amounts are rounded one by one, so their sum may be off by half a nano-dollar each. */
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
    : [{ of: 'paid', off, finding: `the tries were paid ${String(sum)} in all, and the call ${paid.nanoUsd}` }];
}

/** These sellers bill other tokens than those they report as used. */
const BILL_OTHERS: ReadonlySet<UsageProfile> = new Set<UsageProfile>(['cohere', 'perplexity']);

/** The tokens that the lines bill are those that the one try that used any reported. */
function checkTokens(record: UsageRecord, attempts: readonly Attempt[], entry: Entry): string[] {
  const lines = record.costLines.filter(({ meter }) => INPUT.test(meter) || OUTPUT.test(meter));
  const used = attempts.filter(({ usage }) => usage !== undefined);
  if (lines.length === 0 || used.length > 1 || entry === null || typeof entry === 'string') {
    return [];
  }
  const [document] = layerOfEntry(entry)?.document.entries ?? [];
  if (document !== undefined && BILL_OTHERS.has(document.usage ?? profileOf(document.seller.provider))) {
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

/** Some report their parts beside the total and not in it: both readings agree. */
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
  const beside = parts.reduce<number>((sum, part) => sum + (part ?? 0), total);
  const agrees = [total, beside].some((tokens) => compare(billed, decimalOfNumber(tokens) ?? ZERO) === 0);
  return agrees ? [] : [`the lines bill other ${side} tokens than the ${total} that were used`];
}
