import type { UsageRecord } from '@tokentrail/records';
import type { NumberField } from './record-filter.ts';

/** The number of a record in the unit of the field; null if it is unknown. */
export function numberOf(record: UsageRecord, field: NumberField): bigint | null {
  switch (field) {
    case 'duration':
      return nanosecondsOf(record.durationMs);
    case 'first_chunk':
      return nanosecondsOf(record.timeToFirstChunkMs);
    case 'cost':
      return record.cost.charged.nanoUsd === null ? null : BigInt(record.cost.charged.nanoUsd);
    case 'tokens':
      return record.inputTokens === null && record.outputTokens === null
        ? null
        : BigInt(record.inputTokens ?? 0) + BigInt(record.outputTokens ?? 0);
  }
}

function nanosecondsOf(milliseconds: number | null): bigint | null {
  return milliseconds === null ? null : BigInt(Math.round(milliseconds * 1e6));
}
