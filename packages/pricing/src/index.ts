export * from './call.ts';
export { priceCall } from './price.ts';
export { billedOf } from './try-cost.ts';
export { PriceBook, type BookLayer, type PriceQuery, type Resolved } from './book/book.ts';
export type * from './book/document.ts';
export { sellerOfProvider } from './book/sellers.ts';
export { normaliseUsage, USAGE_PROFILES, type UsageProfile } from './usage/normalise.ts';
export { evaluateFormula, type FormulaCheck } from './formula-check.ts';
