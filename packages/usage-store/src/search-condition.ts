import { RECORD_TYPES } from '@tokentrail/records';
import {
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
import { STATES, type ProblemReason } from './search-problem.ts';
import { splitValues } from './search-quotes.ts';

/** Names that begin a condition. */
export const FIELD_NAMES: readonly string[] = [
  ...Object.keys(TEXT_FIELDS),
  ...NUMBER_FIELDS,
  'state',
  'status',
  'stream',
];

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

/**
 * Parses `field:value` of a search.
 *
 * @param name Lower case, before the colon.
 * @param value After the colon, with its quotes.
 * @returns The condition; the reason if the value cannot be read; undefined if there is no such field.
 */
export function parseCondition(name: string, value: string): FilterCondition | ProblemReason | undefined {
  if (isNumberField(name)) {
    return parseComparison(name, value);
  }
  if (!FIELD_NAMES.includes(name)) {
    return undefined;
  }
  const values = splitValues(value);
  if (values === null) {
    return 'value';
  }
  switch (name) {
    case 'state':
      return areAll(values, STATES) ? { field: name, values: values as StateCondition['values'] } : name;
    case 'status':
      return values.every((one) => STATUS_PATTERN.test(one)) ? { field: name, values } : name;
    case 'stream':
      return values.length === 1 && ['yes', 'no'].includes(values[0] ?? '')
        ? { field: name, value: values[0] === 'yes' }
        : name;
    case 'type':
      return areAll(values, RECORD_TYPES) ? { field: name, values } : name;
    default:
      return { field: name as TextField, values, ...(!isIdField(name) && { folded: true }) };
  }
}

function areAll(values: readonly string[], allowed: readonly string[]): boolean {
  return values.every((value) => allowed.includes(value));
}

function isNumberField(name: string): name is NumberField {
  return (NUMBER_FIELDS as readonly string[]).includes(name);
}

function parseComparison(field: NumberField, text: string): FilterCondition | ProblemReason {
  const units = field === 'cost' ? COST_UNITS : field === 'tokens' ? TOKEN_UNITS : TIME_UNITS;
  const [, comparison = '', digits = '', fraction = '', unit = ''] =
    /^(>=|<=|>|<|=|)(\d+)(?:\.(\d+))?([a-z]*)$/i.exec(text) ?? [];
  const factor = units[unit.toLowerCase()];
  const value = digits === '' || factor === undefined ? null : scaled(digits, fraction, factor);
  return value === null || value > MAX_VALUE
    ? field
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
