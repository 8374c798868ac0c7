import type { RecordCursor, SortField } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';

/** The row after which a list continues, as one word for `--after`. */
export function cursorText(cursor: RecordCursor, sort: SortField): string {
  const { startUnixNano, traceId, spanId, sender = null, value = null, rows = null } = cursor;
  return Buffer.from(JSON.stringify([sort, startUnixNano, traceId, spanId, sender, value, rows])).toString('base64url');
}

/** @throws UserError if the text is no cursor of a list with this order. */
export function cursorOf(text: string, sort: SortField): RecordCursor {
  const [order, startUnixNano, traceId, spanId, sender, value, rows] = partsOf(text);
  if (!isText(startUnixNano) || !isText(traceId) || !isText(spanId) || !/^\d+$/.test(startUnixNano)) {
    throw new UserError('--after is no cursor: copy it from the end of the list before');
  }
  if (order !== sort) {
    throw new UserError(`--after belongs to a list with --sort ${String(order)}: use the same order and filters again`);
  }
  return {
    startUnixNano,
    traceId,
    spanId,
    ...(isText(sender) && { sender }),
    ...(sort !== 'time' && { value: isText(value) ? value : null, rows: Number(rows) }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function partsOf(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
