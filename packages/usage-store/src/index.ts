export * from './usage-ledger.ts';
export * from './figures.ts';
export * from './record-filter.ts';
export * from './record-groups.ts';
export { parseSearch, type ParsedSearch, type SearchTerm } from './search.ts';
export { FIELD_NAMES, parseCondition } from './search-condition.ts';
export { partsOf, type SearchPart } from './search-parts.ts';
export {
  STATES,
  MAX_SEARCH_LENGTH,
  MAX_SEARCH_CONDITIONS,
  MAX_SEARCH_WORDS,
  type ProblemReason,
  type SearchProblem,
} from './search-problem.ts';
export { printSearch } from './print-search.ts';
export { isQuoted, quote } from './search-quotes.ts';
export { foldText } from './fold-text.ts';
export { matcherOf } from './matches-filter.ts';
export * from './trace-reader.ts';
export * from './store-error.ts';
export type { StoreResponse } from './failed-response.ts';
export * from './clickhouse/ledger.ts';
export * from './clickhouse/trace-reader.ts';
export * from './clickhouse/transport.ts';
export * from './clickhouse/read-ended-rows.ts';
export * from './tempo/ledger.ts';
export * from './tempo/trace-reader.ts';
export * from './tempo/transport.ts';
export type { Row } from './clickhouse/query.ts';
