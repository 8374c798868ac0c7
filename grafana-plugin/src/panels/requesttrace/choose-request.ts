import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import type { ChosenRequest } from './options.ts';

/** The request to show. Null if no record qualifies: none has failed, or none has a duration or a known cost. */
export function chooseRequest(records: readonly UsageRecord[], request: ChosenRequest): UsageRecord | null {
  switch (request) {
    case 'newest':
      return highest(records, startOf);
    case 'slowest':
      return highest(records, ({ durationMs }) => durationMs);
    case 'dearest':
      return highest(records, ({ cost: { charged } }) => (charged.nanoUsd === null ? null : BigInt(charged.nanoUsd)));
    case 'first-failed':
      return highest(
        records.filter((record) => outcomeOf(record) === 'failed'),
        (record) => -startOf(record),
      );
  }
}

function startOf({ startUnixNano }: UsageRecord): bigint {
  return BigInt(startUnixNano);
}

/** The first record with the highest value. Records without a value do not count. */
function highest(
  records: readonly UsageRecord[],
  valueOf: (record: UsageRecord) => number | bigint | null,
): UsageRecord | null {
  let best: { record: UsageRecord; value: number | bigint } | null = null;
  for (const record of records) {
    const value = valueOf(record);
    if (value !== null && (best === null || value > best.value)) {
      best = { record, value };
    }
  }
  return best?.record ?? null;
}
