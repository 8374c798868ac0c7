import type { ConditionalPrice, MatchLogic, ModelInfo, ModelPrice, TieredPrices } from '@pydantic/genai-prices';
import type { Conditions } from '../book/document.ts';
import { decimal, decimalOfNumber, divide, formatDecimal, times } from '../decimal.ts';
import type { CompactRow } from './compact.ts';

/** Price keys of genai-prices → our meters. Other keys have no meter, so the model gets no such price. */
const METERS: Readonly<Record<string, string>> = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cache_read',
  cache_write_mtok: 'cache_write',
  cache_write_1h_mtok: 'cache_write:1h',
  input_audio_mtok: 'input_audio',
  output_audio_mtok: 'output_audio',
  cache_audio_read_mtok: 'cache_read_audio',
  input_image_mtok: 'input_image',
  output_image_mtok: 'output_image',
  cache_image_read_mtok: 'cache_read_image',
  input_video_mtok: 'input_video',
  output_video_mtok: 'output_video',
  output_reasoning_mtok: 'reasoning',
  output_citation_mtok: 'citation',
  web_searches_kcount: 'web_search',
  storage_searches_kcount: 'file_search',
  requests_kcount: 'request',
};
const HOURS = 'audio_hours';
const SECONDS_PER_HOUR = decimal('3600');
const MAX_RATE_DIGITS = 30;

/**
 * Rows in our order: the first one that holds applies, while in the source the last one does. Models without prices
 * have no rows.
 */
export function rowsOf(prices: ModelInfo['prices']): CompactRow[] {
  const conditional: ConditionalPrice[] = Array.isArray(prices) ? prices : [{ prices }];
  return conditional.toReversed().flatMap(({ constraint, prices: row }) => tierRows(row, conditionOf(constraint)));
}

function conditionOf(constraint: ConditionalPrice['constraint']): Conditions {
  if (constraint === undefined) {
    return {};
  }
  return constraint.type === 'start_date'
    ? { date: { from: constraint.start_date } }
    : { time: { window: `${constraint.start_time.slice(0, 5)}-${constraint.end_time.slice(0, 5)}` } };
}

/** One row for each range between the thresholds of any meter. The rule of the source is `tokens > start`. */
function tierRows(prices: ModelPrice, when: Conditions): CompactRow[] {
  const starts = new Set(
    Object.values(prices).flatMap((price) => (isTiered(price) ? price.tiers.map((tier) => tier.start) : [])),
  );
  const edges = [...starts].sort((a, b) => a - b);
  return [undefined, ...edges].flatMap((from, index) => {
    const cells = cellsAt(prices, from);
    const context = { ...over(from), ...upTo(edges[index]) };
    const conditions = edges.length === 0 ? when : { ...when, context };
    if (Object.keys(cells).length === 0) {
      return [];
    }
    return [Object.keys(conditions).length === 0 ? { prices: cells } : { when: conditions, prices: cells }];
  });
}

/** The source writes "from 272,000" as 271999, and "over 272,000" as 272000. */
function over(start: number | undefined): Conditions['context'] {
  return start === undefined ? {} : start % 10 === 9 ? { gte: start + 1 } : { gt: start };
}

function upTo(start: number | undefined): Conditions['context'] {
  return start === undefined ? {} : start % 10 === 9 ? { lt: start + 1 } : { lte: start };
}

function cellsAt(prices: ModelPrice, from: number | undefined): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [key, price] of Object.entries(prices)) {
    const amount = amountAt(price, from);
    const meter = METERS[key];
    if (amount !== undefined && meter !== undefined) {
      cells[meter] = shortest(amount);
    } else if (amount !== undefined && key === HOURS) {
      Object.assign(cells, perSecond(amount));
    }
  }
  return cells;
}

/** Converts a price per hour to one per second if that is a finite decimal. */
function perSecond(hourly: number): Record<string, string> {
  const price = decimal(shortest(hourly));
  const second = divide(price, SECONDS_PER_HOUR, MAX_RATE_DIGITS);
  const isFinite = formatDecimal(times(second, SECONDS_PER_HOUR)) === formatDecimal(price);
  return { second: isFinite ? formatDecimal(second) : `${formatDecimal(price)}/3600` };
}

function amountAt(price: ModelPrice[string], from: number | undefined): number | undefined {
  if (price === undefined || typeof price === 'number') {
    return price;
  }
  const tier = from === undefined ? undefined : price.tiers.findLast((candidate) => candidate.start <= from);
  return tier?.price ?? price.base;
}

function isTiered(price: ModelPrice[string]): price is TieredPrices {
  return typeof price === 'object';
}

/**
 * The shortest decimal of the number with at most 15 significant digits: the price as a person wrote it, without
 * floating-point noise (0.18000000000000002).
 */
function shortest(price: number): string {
  const value = decimalOfNumber(Number(price.toPrecision(15)));
  if (value === null || price < 0) {
    throw new RangeError(`${String(price)} is not a price`);
  }
  return formatDecimal(value);
}

/**
 * Names and globs of a matcher. A match on part of a name is narrowed to the name itself and its dated versions, so
 * that a new model with a longer name has no price instead of a wrong one.
 */
export function modelNames(match: MatchLogic, allowsRegion: boolean): string[] {
  if ('or' in match) {
    return [...new Set(match.or.flatMap((part) => modelNames(part, allowsRegion)))];
  }
  if ('and' in match) {
    // The other conditions only narrow the first one, which is already narrowed.
    const [first] = match.and;
    return first === undefined ? [] : modelNames(first, allowsRegion);
  }
  if ('equals' in match) {
    return [match.equals];
  }
  if ('starts_with' in match) {
    return startingWith(match.starts_with);
  }
  if ('ends_with' in match) {
    return [match.ends_with, `*/${match.ends_with}`];
  }
  if ('contains' in match) {
    return allowsRegion ? versionsOf(match.contains) : [match.contains, `${match.contains}{date}`];
  }
  return datedRegex(match.regex);
}

/**
 * Globs for the name after a region and before a version: `us.anthropic.claude-sonnet-5-v1:0`, but not
 * `…claude-sonnet-5-5`.
 */
function versionsOf(part: string): string[] {
  return ['', '-v*', ':*', '-20*'].map((ending) => `*${part}${ending}`);
}

function startingWith(prefix: string): string[] {
  if (prefix.startsWith('ft:') || prefix.includes('.ft-') || prefix.endsWith('@')) {
    return [`${prefix}*`];
  }
  const stem = prefix.replace(/-$/, '');
  const beforeYear = /^(.+)-20\d\d$/.exec(stem)?.[1];
  return beforeYear === undefined ? [stem, `${stem}{date}`] : [`${beforeYear}{date}`];
}

/** Of the regular expressions in the data, only "this name and a date" is supported. */
function datedRegex(regex: string): string[] {
  const stem = /^\^((?:[\w/-]|\\\.)+)-\\d/.exec(regex)?.[1];
  return stem === undefined ? [] : [`${stem.replaceAll('\\', '')}{date}`];
}
