import assert from 'node:assert/strict';
import type { SeenRecord } from './seen-record.ts';

export function one(records: SeenRecord[]): SeenRecord {
  assert.equal(records.length, 1, `one record expected, ${records.length} seen`);
  return records[0] as SeenRecord;
}

/** Fields of a record. `undefined`: the record must not have the field. */
type Expected = { [K in keyof SeenRecord]?: SeenRecord[K] | undefined };

export function holds(record: SeenRecord, expected: Expected): void {
  for (const [field, value] of Object.entries(expected)) {
    assert.deepEqual(record[field as keyof SeenRecord], value, `${field} of the record`);
  }
}

/** States and status codes of the attempts, in order. */
export function sentAttempts(record: SeenRecord): unknown[] {
  return record.attempts.map(({ state, statusCode, billed }) => [state, statusCode, billed]);
}

export async function all<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const chunks: T[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return chunks;
}

export const succeeds = (expected: Expected) => (records: SeenRecord[]) => {
  const record = one(records);
  holds(record, { state: 'success', statusCode: 200, ...expected });
  assert.deepEqual(sentAttempts(record), [['success', 200, 'yes']]);
};
