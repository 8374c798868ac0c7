export { formatPriceFileError, parsePriceFile, type ParsedPriceFile, type PriceFileError } from './parse.ts';
export { PriceFile, watchPriceFile, type PriceFileOptions } from './load.ts';
export { readPriceFile } from './read.ts';
