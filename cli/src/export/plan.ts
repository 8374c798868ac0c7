import type { TimeRange } from '@tokentrail/usage-store';

/** Rows of one statement. The parts of a range follow each other without a gap, oldest first. */
export interface Part extends TimeRange {
  records: number;
}

/** Rows that start in an interval, from `bucket` (unix ms) on. */
export interface Bucket {
  bucket: number;
  records: number;
}

export interface PlanOptions {
  /** The intervals of this length (ms) that have rows, oldest first. */
  bucketsOf(range: TimeRange, bucketMs: number): Promise<readonly Bucket[]>;
  /** A part has at most so many rows, unless more of them start in one millisecond. */
  maxRecords: number;
  /** True for a full hour at which a part has to end. Default: never. */
  isCut?(ms: number): boolean;
}

const HOUR_MS = 3_600_000;
/** Lengths of intervals in ms. One with too many rows is divided into those of the next length. */
const STEPS = [HOUR_MS, 60_000, 1_000, 1] as const;

/** Divides a range into parts that a reader's limits allow. The same rows give the same parts. */
export async function planParts(range: TimeRange, options: PlanOptions): Promise<Part[]> {
  const buckets = await bucketsWithin(range, 0, options);
  const parts: Part[] = [];
  let part: Part = { ...range, records: 0 };
  let previous = range.fromMs;
  for (const { bucket, records } of buckets) {
    const start = Math.max(bucket, range.fromMs);
    const cut = options.isCut && lastCut(previous, start, options.isCut);
    if (part.records > 0 && (cut !== undefined || part.records + records > options.maxRecords)) {
      parts.push({ ...part, toMs: cut ?? start });
      part = { fromMs: cut ?? start, toMs: range.toMs, records: 0 };
    }
    part.records += records;
    previous = start;
  }
  return part.records === 0 ? parts : [...parts, part];
}

async function bucketsWithin(range: TimeRange, step: number, options: PlanOptions): Promise<Bucket[]> {
  const bucketMs = STEPS[step] ?? 1;
  const found: Bucket[] = [];
  for (const one of await options.bucketsOf(range, bucketMs)) {
    if (one.records <= options.maxRecords || step === STEPS.length - 1) {
      found.push(one);
    } else {
      const within = {
        fromMs: Math.max(one.bucket, range.fromMs),
        toMs: Math.min(one.bucket + bucketMs, range.toMs),
      };
      found.push(...(await bucketsWithin(within, step + 1, options)));
    }
  }
  return found;
}

/** The last full hour after `fromMs`, and not after `toMs`, at which a part has to end. */
function lastCut(fromMs: number, toMs: number, isCut: (ms: number) => boolean): number | undefined {
  for (let hour = Math.floor(toMs / HOUR_MS) * HOUR_MS; hour > fromMs; hour -= HOUR_MS) {
    if (isCut(hour)) {
      return hour;
    }
  }
  return undefined;
}
