export * from './call.ts';
export { priceCall } from './price.ts';
export { billedOf } from './try-cost.ts';
export { PriceBook, type BookLayer, type PriceQuery, type Resolved } from './book/book.ts';
export type * from './book/document.ts';
export { sellerOfProvider } from './book/sellers.ts';
export { normaliseUsage, USAGE_PROFILES, type UsageProfile } from './usage/normalise.ts';
export { evaluateFormula, type FormulaCheck } from './formula-check.ts';
export { layerOfEntry, type PriceEntryRecord } from './book/entry-record.ts';
export { recompute, type Recomputed } from './recompute.ts';
export { toCurrency, toQuota, type Conversion } from './conversion.ts';
export { auditCost, type CostOfRecord } from './audit.ts';
export { auditRecord, type RecordAudit } from './audit-record.ts';
export { withPrice } from './priced-attempt.ts';
export { recordedCall, type ContentOf, type RecordedCall } from './recorded-call.ts';
export {
  repriceRecord as fillPrice,
  hasUnknownAmount,
  type Repriced as Fill,
  type RepriceResult as FillResult,
} from './fill.ts';
