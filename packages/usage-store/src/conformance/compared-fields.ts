import type { UsageRecord } from '@tokentrail/records';
import type { RecordVersion } from './record-version.ts';

/** The fields that the tests on random records compare, as the ledger returns them. */
export function seen(record: UsageRecord) {
  return [
    isRunning(record.state) ? 'running' : record.state,
    record.requestModel,
    record.endpoint,
    record.statusCode,
    record.inputTokens,
    record.cost.list.nanoUsd,
    record.errorCode,
  ];
}

/** The same fields as they were sent. */
export function sent(attributes: RecordVersion['attributes']) {
  return [
    isRunning(attributes.state) ? 'running' : attributes.state,
    attributes.requestModel ?? null,
    attributes.path ?? null,
    attributes.statusCode ?? null,
    attributes.inputTokens ?? null,
    attributes.costList === undefined ? null : String(attributes.costList),
    attributes.errorCode ?? null,
  ];
}

function isRunning(state: string | undefined): boolean {
  return state === 'pending' || state === 'streaming' || state === 'lost';
}
