import { auditRecord } from '@tokentrail/pricing';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { TimeRange, UsageLedger } from '@tokentrail/usage-store';

/** A call whose row does not agree with itself, its attempts or its price entry. */
export interface Deviation {
  record: UsageRecord;
  /** One line for each disagreement. */
  findings: string[];
  /** Absolute difference of its amounts, nano-USD; 0 if the amounts agree or the difference is unknown. */
  offNanoUsd: bigint;
}

export interface AuditReport {
  /** Calls whose cost was recomputed. */
  calls: number;
  /** Of these, the calls with a known charge. */
  known: number;
  /** Of these, the calls with an unknown charge. */
  unknown: number;
  /** Calls that are still running and have no cost yet. */
  running: number;
  /** Distinct price entries that the calls and their attempts name. */
  entries: number;
  deviating: number;
  /** Sum over all deviations, nano-USD. */
  offNanoUsd: bigint;
  /** The largest deviations, largest first. */
  worst: Deviation[];
}

/** Records read from the ledger at a time. */
const PAGE_SIZE = 1000;

/** Recomputes the cost of every call of a range from the ledger's own data. Keeps the `keep` largest deviations. */
export async function auditRange(ledger: UsageLedger, range: TimeRange, keep: number): Promise<AuditReport> {
  const report: AuditReport = {
    calls: 0,
    known: 0,
    unknown: 0,
    running: 0,
    entries: 0,
    deviating: 0,
    offNanoUsd: 0n,
    worst: [],
  };
  const entries = new Map<string, string | null>();
  let before: RecordKey | null = null;
  do {
    const request = { range, filter: { recordTypes: ['usage'] as const }, limit: PAGE_SIZE };
    const { records, next } = await ledger.list({ ...request, ...(before && { before }) });
    const ended = records.filter((record) => !isRunning(record));
    const attempts = await ledger.attemptsOf(ended);
    await readEntries(ledger, [...ended, ...attempts.flat()], entries);
    report.running += records.length - ended.length;
    ended.forEach((record, index) => {
      const contentOf = (entry: string) => entries.get(entry) ?? null;
      count(report, { record, ...auditRecord(record, attempts[index] ?? [], contentOf) });
    });
    report.worst = report.worst.sort(largestFirst).slice(0, keep);
    before = next;
  } while (before !== null);
  report.entries = entries.size;
  return report;
}

function isRunning({ state }: UsageRecord): boolean {
  return state === 'pending' || state === 'streaming' || state === 'lost';
}

/** Reads the content of each price entry that `named` refers to and `entries` lacks, into `entries`. */
export async function readEntries(
  ledger: UsageLedger,
  named: readonly { priceEntry?: string | null }[],
  entries: Map<string, string | null>,
): Promise<void> {
  for (const { priceEntry } of named) {
    if (typeof priceEntry === 'string' && !entries.has(priceEntry)) {
      entries.set(priceEntry, await ledger.priceEntry(priceEntry));
    }
  }
}

function count(report: AuditReport, { record, findings, offNanoUsd }: Deviation): void {
  report.calls += 1;
  report[record.cost.charged.nanoUsd === null ? 'unknown' : 'known'] += 1;
  if (findings.length > 0) {
    report.deviating += 1;
    report.offNanoUsd += offNanoUsd;
    report.worst.push({ record, findings, offNanoUsd });
  }
}

function largestFirst(a: Deviation, b: Deviation): number {
  return a.offNanoUsd === b.offNanoUsd ? 0 : a.offNanoUsd > b.offNanoUsd ? -1 : 1;
}
