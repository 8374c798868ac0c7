export { PRICES_PACKAGE, publicPricesOfJson, publicPricesOfPackage } from './published-prices.ts';
export { compareBooks, type PriceChanges } from './compare.ts';
export { compareFile, type FileDifference } from './compare-file.ts';
