import type { RecordKey } from '@tokentrail/records';
import { idOf } from '../record-id.ts';
import { keyOfRow } from './record-row.ts';
import type { Row } from './query.ts';

/** The sender of rows in `record_attempts` that are older than the column `sender`. */
const BEFORE_SENDERS = '';

/**
 * Picks the row for each of `keys` from `rows`, which have `start_unix_nano`: the row of the key's sender; for a key
 * without a sender, the row whose sender sorts first. A row older than the column `sender` belongs to every sender of
 * its ids that has no row of its own.
 */
export function rowsOfSenders(rows: readonly Row[], keys: readonly RecordKey[]): (Row | null)[] {
  const rowsOfIds = new Map<string, Row[]>();
  for (const row of rows) {
    const id = idOf(keyOfRow(row));
    rowsOfIds.set(id, [...(rowsOfIds.get(id) ?? []), row]);
  }
  return keys.map((key) => rowOfSender(rowsOfIds.get(idOf(key)) ?? [], key.sender));
}

function rowOfSender(rows: readonly Row[], sender: string | undefined): Row | null {
  const withSender = rows.filter((row) => row['sender'] !== BEFORE_SENDERS);
  const own =
    sender === undefined
      ? withSender.sort((a, b) => (String(a['sender']) < String(b['sender']) ? -1 : 1))[0]
      : withSender.find((row) => row['sender'] === sender);
  return own ?? rows.find((row) => row['sender'] === BEFORE_SENDERS) ?? null;
}
