export * from './usage-ledger.ts';
export * from './trace-reader.ts';
export * from './store-error.ts';
export type { StoreResponse } from './failed-response.ts';
export * from './clickhouse/ledger.ts';
export * from './clickhouse/trace-reader.ts';
export * from './clickhouse/transport.ts';
export * from './clickhouse/read-ended-rows.ts';
export type { Row } from './clickhouse/query.ts';
