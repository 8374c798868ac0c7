import { OUTCOMES, RECORD_TYPES } from '@tokentrail/records';
import {
  MARKS,
  NUMBER_FIELDS,
  STATUS_PATTERN,
  TEXT_FIELDS,
  isIdField,
  type Comparison,
  type FilterCondition,
  type NumberField,
  type StateCondition,
  type TextField,
} from './record-filter.ts';
import { splitValues } from './search-quotes.ts';

/** Names that begin a condition. */
export const FIELD_NAMES: readonly string[] = [
  ...Object.keys(TEXT_FIELDS),
  ...NUMBER_FIELDS,
  'state',
  'status',
  'stream',
];

const STATES = [...OUTCOMES, ...MARKS] as const;
/** Base units of a unit: nanoseconds of a time. */
const TIME_UNITS: Readonly<Record<string, bigint>> = {
  ms: 1_000_000n,
  s: 1_000_000_000n,
  min: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const TOKEN_UNITS: Readonly<Record<string, bigint>> = { '': 1n, k: 1_000n, m: 1_000_000n };
/** Nano-USD of a USD. */
const COST_UNITS: Readonly<Record<string, bigint>> = { '': 1_000_000_000n };
const MAX_VALUE = 10n ** 18n;

/** What to write as the value of a number. */
const EXAMPLES: Readonly<Record<NumberField, string>> = {
  duration: 'a time with its unit, such as duration:>2s or duration:<=500ms',
  first_chunk: 'a time with its unit, such as first_chunk:>2s or first_chunk:<=500ms',
  cost: 'US dollars, such as cost:>0.1',
  tokens: 'a whole number, such as tokens:>=1000 or tokens:>1k',
};

/**
 * Parses `field:value` of a search.
 *
 * @param name Lower case, before the colon.
 * @param value After the colon, with its quotes.
 * @returns The condition; what to write instead if the value cannot be read; undefined if there is no such field.
 */
export function parseCondition(name: string, value: string): FilterCondition | string | undefined {
  if (isNumberField(name)) {
    return parseComparison(name, value);
  }
  if (!FIELD_NAMES.includes(name)) {
    return undefined;
  }
  const values = splitValues(value);
  if (values === null) {
    return `Write a value after ${name}:, in double quotes if it contains a comma or white space.`;
  }
  switch (name) {
    case 'state':
      return oneOf(name, values, STATES) ?? { field: name, values: values as StateCondition['values'] };
    case 'status':
      return values.every((one) => STATUS_PATTERN.test(one))
        ? { field: name, values }
        : 'Write a status such as status:404 or a class such as status:4xx.';
    case 'stream':
      return values.length === 1 && ['yes', 'no'].includes(values[0] ?? '')
        ? { field: name, value: values[0] === 'yes' }
        : 'Write stream:yes or stream:no.';
    case 'type':
      return oneOf(name, values, RECORD_TYPES) ?? { field: name, values };
    default:
      return { field: name as TextField, values, ...(!isIdField(name) && { folded: true }) };
  }
}

/** What to write if a value is not one of `allowed`. */
function oneOf(name: string, values: readonly string[], allowed: readonly string[]): string | undefined {
  return values.every((value) => allowed.includes(value))
    ? undefined
    : `After ${name}: write one or more of ${allowed.join(', ')}, separated by commas.`;
}

function isNumberField(name: string): name is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(name);
}

function parseComparison(field: NumberField, text: string): FilterCondition | string {
  const units = field === 'cost' ? COST_UNITS : field === 'tokens' ? TOKEN_UNITS : TIME_UNITS;
  const [, comparison = '', digits = '', fraction = '', unit = ''] =
    /^(>=|<=|>|<|=|)(\d+)(?:\.(\d+))?([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  const value = digits === '' || factor === undefined ? null : scaled(digits, fraction, factor);
  return value === null || value > MAX_VALUE
    ? `Write ${EXAMPLES[field]}.`
    : { field, comparison: (comparison || '=') as Comparison, value: String(value) };
}

/** Null if the result is no whole number of base units. */
function scaled(digits: string, fraction: string, factor: bigint): bigint | null {
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(digits + fraction) * factor;
  return product % scale === 0n ? product / scale : null;
}

const SHOWN_UNITS: Readonly<Record<NumberField, readonly [unit: string, digits: number]>> = {
  duration: ['ms', 6],
  first_chunk: ['ms', 6],
  cost: ['', 9],
  tokens: ['', 0],
};

/** The value of a comparison as a search writes it. */
export function printNumber(field: NumberField, value: string): string {
  const [unit, digits] = SHOWN_UNITS[field];
  const padded = value.padStart(digits + 1, '0');
  const whole = padded.slice(0, padded.length - digits);
  const fraction = padded.slice(padded.length - digits).replace(/0+$/, '');
  return `${whole}${fraction === '' ? '' : `.${fraction}`}${unit}`;
}
