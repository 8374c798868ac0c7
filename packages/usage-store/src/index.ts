export * from './usage-ledger.ts';
export * from './trace-reader.ts';
export * from './store-error.ts';
