export { readPriceEntry, type RecordedEntry, type RecordedPrice, type RecordedTier } from './price-entry.ts';
export { missingPrices, type UnpricedCall } from './missing-prices.ts';
export { priceFileFor, sellPriceFor } from './price-file-for.ts';
export { evaluateFormula, type FormulaCheck } from '../formula-check.ts';
export { recompute, type Recomputed } from '../recompute.ts';
export { holdsContext } from '../book/conditions.ts';
export type { Conditions } from '../book/document.ts';
