export * from './usage-ledger.ts';
export * from './failure-cause.ts';
export * from './figures.ts';
export * from './ledger-settings.ts';
export * from './budget.ts';
export * from './budget-spend.ts';
export * from './month-days.ts';
export * from './month-spend.ts';
export * from './promql.ts';
export * from './record-filter.ts';
export * from './record-groups.ts';
export * from './no-calls.ts';
export * from './series.ts';
export { parseSearch, type ParsedSearch, type SearchTerm } from './search.ts';
export { partsOf, type SearchPart } from './search-parts.ts';
export { STATES, SEARCH_LIMITS, type ProblemReason, type SearchProblem } from './search-problem.ts';
export { printSearch } from './print-search.ts';
export { foldText } from './fold-text.ts';
export { FIELD_NAMES, parseCondition } from './search-condition.ts';
export { isQuoted, quote, splitValues } from './search-quotes.ts';
export { matcherOf } from './matches-filter.ts';
export {
  EXPORT_FIELDS,
  EXPORT_FORMATS,
  exportField,
  exportName,
  shownExportFields,
  type ExportFormat,
} from './export/export-columns.ts';
export * from './export/export-command.ts';
export * from './export/export-records.ts';
export * from './export/record-object.ts';
export { csvText, lineWriter } from './export/write-record.ts';
export * from './time-buckets.ts';
export { OWN_SCOPE } from './own-scope.ts';
export * from './trace-reader.ts';
export * from './store-error.ts';
export * from './clickhouse/ledger.ts';
export { clickHouseExport } from './clickhouse/export-query.ts';
export {
  exportPartRequest,
  exportPlanQuery,
  type ExportPartRequest,
  type PartFormat,
} from './clickhouse/export-parts.ts';
export { usageByDimensionsQuery, type UsageDimension } from './clickhouse/usage-by-dimensions.ts';
export { isSameVersion } from './clickhouse/record-version.ts';
export * from './clickhouse/trace-reader.ts';
export * from './clickhouse/transport.ts';
export { readStream } from './clickhouse/read-stream.ts';
export * from './clickhouse/read-ended-rows.ts';
export * from './tempo/ledger.ts';
export * from './tempo/trace-reader.ts';
export * from './tempo/transport.ts';
export * from './clickhouse/attempt-usage.ts';
export { runQuery, type Row } from './clickhouse/query.ts';
