import type { ErrorGroup, ErrorsRequest, ErrorSort } from '../record-groups.ts';
import { text } from './column-readers.ts';
import { allOf, inRange } from './conditions.ts';
import { summaryColumns, summaryOf } from './distinct-summary.ts';
import { matches } from './filter-conditions.ts';
import { IS_FAILED } from './outcome.ts';
import type { Query, Row } from './query.ts';

const FIRST = 'min(start_time)';
const LAST = 'max(start_time)';
const KEYS = 'error_type, status_code, request_model, provider';
/** Groups that are equal otherwise have a fixed order too. */
const BY_KEYS = "ifNull(error_type, ''), ifNull(status_code, 0), ifNull(request_model, ''), ifNull(provider, '')";
const ORDERS: Readonly<Record<ErrorSort, string>> = {
  count: `records DESC, ${LAST} DESC, ${BY_KEYS}`,
  time: `${LAST} DESC, records DESC, ${BY_KEYS}`,
};

export function errorsQuery(table: string, { range, filter, sort, limit }: ErrorsRequest): Query {
  const { sql, parameters } = allOf([inRange(range), matches(filter)]);
  const columns = [
    KEYS,
    'count() AS records',
    `toString(toUnixTimestamp64Nano(${FIRST})) AS first_start`,
    `toString(toUnixTimestamp64Nano(${LAST})) AS last_start`,
    ...summaryColumns('error_code', 'codes'),
  ];
  return {
    sql:
      `SELECT ${columns.join(', ')} FROM ${table} FINAL WHERE ${sql} AND ${IS_FAILED} ` +
      `GROUP BY ${KEYS} ORDER BY ${ORDERS[sort]} LIMIT {groups:UInt64}`,
    parameters: { ...parameters, groups: limit },
  };
}

export function errorGroupOf(row: Row): ErrorGroup {
  return {
    errorType: text(row['error_type']),
    statusCode: row['status_code'] === null ? null : Number(row['status_code']),
    model: text(row['request_model']),
    provider: text(row['provider']),
    count: Number(row['records']),
    firstStartUnixNano: String(row['first_start']),
    lastStartUnixNano: String(row['last_start']),
    codes: summaryOf(row, 'codes'),
  };
}
