import type { Attempt, UsageRecord } from '@tokentrail/records';
import type { BillLine } from '@tokentrail/example-providers';

/** A record and its attempts, as the ledger returns them. */
export interface LedgerEntry {
  record: UsageRecord;
  attempts: Attempt[];
}

export interface Reconciliation {
  calls: number;
  /** Nano-USD in the ledger, and nano-USD that the provider billed. */
  ledgerNanoUsd: bigint;
  billedNanoUsd: bigint;
  /** Calls whose usage was never transferred: the ledger cannot know their cost, and reports it as unknown. */
  gap: { calls: number; nanoUsd: bigint };
  /** One line per difference; empty if ledger and bill agree. */
  differences: string[];
}

/**
 * Compares a ledger with the provider's bill, call by call. The response ids of the provider link lines of the bill to
 * records.
 *
 * @param leftEarly `x-replay-id` of the calls whose caller left before the end. Their usage is unknown to the ledger,
 * even if the provider had already sent it.
 */
export function reconcile(
  entries: readonly LedgerEntry[],
  bill: readonly BillLine[],
  leftEarly: ReadonlySet<string>,
): Reconciliation {
  const differences: string[] = [];
  const billed = new Map(bill.map((line) => [line.requestId, line]));
  const gap = { calls: 0, nanoUsd: 0n };
  for (const { record, attempts } of entries) {
    const lines: BillLine[] = [];
    for (const { requestId } of attempts) {
      const line = billed.get(requestId ?? '');
      if (line === undefined) {
        differences.push(`${record.spanId}: an attempt that the provider was not asked: ${requestId ?? 'no id'}`);
      } else {
        lines.push(line);
        billed.delete(line.requestId);
      }
    }
    if (lines.length === 0) {
      differences.push(`${record.spanId}: no attempt of it stands on the bill`);
    }
    if (lines.some((line) => line.tokens !== null && !(line.usageSent && !leftEarly.has(line.replayId ?? '')))) {
      gap.calls += 1;
      gap.nanoUsd += sum(lines.map((line) => line.nanoUsd));
      differences.push(...amountsOfUnknown(record));
    } else {
      differences.push(...differencesOf(record, lines));
    }
    differences.push(...differencesOfAttempts(record, attempts, lines));
  }
  differences.push(...[...billed.values()].map((line) => `${line.replayId}: billed, and no record has it`));
  return {
    calls: entries.length,
    ledgerNanoUsd: sum(entries.map(({ record }) => BigInt(record.cost.paid.nanoUsd ?? 0))),
    billedNanoUsd: sum(bill.map((line) => line.nanoUsd)),
    gap,
    differences,
  };
}

/** Differences in tokens and money for a record whose attempts all reported their usage. */
function differencesOf(record: UsageRecord, lines: readonly BillLine[]): string[] {
  const responded = lines.find((line) => line.tokens !== null)?.tokens;
  const { list, paid, charged } = record.cost;
  const amount = String(sum(lines.map((line) => line.nanoUsd)));
  const compared: [what: string, billed: unknown, found: unknown][] = [
    ['status', lines.at(-1)?.statusCode, record.statusCode],
    ['list', amount, list.nanoUsd],
    ['paid', amount, paid.nanoUsd],
    ['charged', amount, charged.nanoUsd],
    ['input', responded ? responded.uncachedInput + responded.cachedInput : null, record.inputTokens],
    ['cached', responded?.cachedInput || null, record.cacheReadTokens || null],
    // An embedding has no output, and its provider reports none.
    ['output', responded?.output || null, record.outputTokens],
  ];
  return compared
    .filter(([, billed, found]) => billed !== found)
    .map(
      ([what, billed, found]) => `${record.spanId} ${record.requestModel}: ${what} is ${found}, the bill has ${billed}`,
    );
}

function amountsOfUnknown({ spanId, cost, inputTokens, outputTokens }: UsageRecord): string[] {
  const guessed = [cost.list.nanoUsd, cost.paid.nanoUsd, cost.charged.nanoUsd, inputTokens, outputTokens];
  return guessed.every((amount) => amount === null) && cost.paid.state === 'unknown_usage'
    ? []
    : [`${spanId}: its usage was never told, and yet it has ${guessed.join(', ')} (${cost.paid.state})`];
}

function differencesOfAttempts(
  record: UsageRecord,
  attempts: readonly Attempt[],
  lines: readonly BillLine[],
): string[] {
  const asked = lines.map((line) => line.statusCode).join(' ');
  const recorded = attempts.map((attempt) => attempt.statusCode ?? 'none').join(' ');
  return asked === recorded && record.attemptsCount === lines.length
    ? []
    : [`${record.spanId}: tries ${recorded} (count ${record.attemptsCount}), the provider was asked ${asked}`];
}

export function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((total, amount) => total + amount, 0n);
}
