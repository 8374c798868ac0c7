import { ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import { parse } from 'yaml';
import { ofInteger, shift } from '../amounts.ts';
import { CALL_KINDS, OTHER_KINDS, type InvoiceLine, type LineKind } from '../lines.ts';
import { inTokens } from '../names/units.ts';
import type { Fields } from '../read/fields.ts';
import { ExportError } from '../read/problem.ts';
import { dayAfter, invoiceLine, tierOf, type CsvFormat } from './format.ts';

const COLUMNS = [
  'from',
  'to',
  'account',
  'project',
  'key',
  'model',
  'tier',
  'kind',
  'quantity',
  'unit',
  'amount',
  'currency',
  'call',
] as const;
type Column = (typeof COLUMNS)[number];
const KINDS: readonly string[] = [...CALL_KINDS, 'input_any', 'written', 'all', ...OTHER_KINDS];

/** Which column of a CSV file has what. */
export interface ColumnMap {
  provider: string;
  columns: Partial<Record<Column, string>>;
  /** Columns with a count each, for files with one row per call or model. */
  quantities: Partial<Record<LineKind, string>>;
  /** Kinds by the words of the column `kind`. */
  kinds: Readonly<Record<string, LineKind>>;
  /** The kind of every amount, if there is no column `kind`. */
  kind: LineKind;
  /** The unit of `quantity`, if there is no column `unit`. */
  unit: string;
  currency: string;
  /** Decimals to which the file rounds its amounts; null if it does not round. */
  decimals: number | null;
}

/** Reads a column map (YAML). Throws ExportError, which names the key that is wrong. */
export function readColumnMap(file: string, text: string): ColumnMap {
  const fail = (message: string): never => {
    throw new ExportError(file, null, message);
  };
  const document = objectOf(parseYaml(text, fail), 'the column map', fail);
  const known = ['provider', 'columns', 'quantities', 'kinds', 'kind', 'unit', 'currency', 'decimals'];
  const unknown = Object.keys(document).find((key) => !known.includes(key));
  if (unknown !== undefined) fail(`has the unknown key "${unknown}"; known are ${known.join(', ')}`);
  const kindOf = (value: string): LineKind =>
    isKind(value) ? value : fail(`"${value}" is no kind; kinds are ${KINDS.join(', ')}`);
  const columns = textsOf(document['columns'], 'columns', fail);
  const wrong = Object.keys(columns).find((name) => !COLUMNS.some((column) => column === name));
  if (wrong !== undefined) fail(`columns: "${wrong}" is unknown; known are ${COLUMNS.join(', ')}`);
  if (columns['from'] === undefined) fail('columns: "from" is missing: the column with the day or the start');
  const quantities = textsOf(document['quantities'], 'quantities', fail);
  Object.keys(quantities).forEach(kindOf);
  if (columns['amount'] === undefined && columns['quantity'] === undefined && Object.keys(quantities).length === 0) {
    fail('has neither columns.amount nor a quantity');
  }
  const kinds = Object.entries(textsOf(document['kinds'], 'kinds', fail)).map(
    ([word, kind]) => [word, kindOf(kind)] as const,
  );
  const decimals = document['decimals'] ?? null;
  return {
    provider: textOf(document['provider']) ?? fail('has no provider'),
    columns,
    quantities,
    kinds: Object.fromEntries(kinds),
    kind: kindOf(textOf(document['kind']) ?? 'all'),
    unit: textOf(document['unit']) ?? 'tokens',
    currency: textOf(document['currency']) ?? 'USD',
    decimals:
      decimals === null ||
      (typeof decimals === 'number' && Number.isInteger(decimals) && decimals >= 0 && decimals <= 30)
        ? decimals
        : fail('decimals must be an integer from 0 to 30'),
  };
}

type Fail = (message: string) => never;

function parseYaml(text: string, fail: Fail): unknown {
  try {
    return parse(text, { maxAliasCount: 0 });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function objectOf(value: unknown, what: string, fail: Fail): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? { ...value }
    : fail(`${what} must be a map`);
}

function textsOf(value: unknown, what: string, fail: Fail): Readonly<Record<string, string>> {
  const entries = Object.entries(value === undefined ? {} : objectOf(value, what, fail));
  return Object.fromEntries(entries.map(([key, text]) => [key, textOf(text) ?? fail(`${what}.${key} must be a text`)]));
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function isKind(value: string): value is LineKind {
  return KINDS.includes(value);
}

/** A CSV format made of a column map. */
export function mappedFormat(map: ColumnMap): CsvFormat {
  const used = [...Object.values(map.columns), ...Object.values(map.quantities)];
  return {
    name: `CSV by column map (${map.provider})`,
    provider: map.provider,
    columns: used.map((name) => name.toLowerCase()),
    lines: (fields) => mappedLines(fields, map),
  };
}

function mappedLines(fields: Fields, map: ColumnMap): InvoiceLine[] {
  const text = (column: Column): string | null => {
    const name = map.columns[column];
    return name === undefined ? null : fields.text(name);
  };
  const decimal = (name: string | undefined): Decimal | null => (name === undefined ? null : fields.decimal(name));
  const from = fields.instant(map.columns.from ?? '');
  const kindText = text('kind');
  const kind = kindText === null ? map.kind : kindOfText(fields, kindText, map);
  const amount = decimal(map.columns.amount);
  const quantity = decimal(map.columns.quantity);
  const base = {
    provider: map.provider,
    from,
    to: map.columns.to === undefined ? dayAfter(from) : fields.instant(map.columns.to),
    account: text('account'),
    project: text('project'),
    key: text('key'),
    label: [text('model'), kindText].filter((part) => part !== null).join(', ') || map.provider,
    model: text('model'),
    tier: tierOf(text('tier')),
    currency: (text('currency') ?? map.currency).toUpperCase(),
    call: text('call'),
  };
  const counts = Object.entries(map.quantities).flatMap(([counted, column]) => {
    const count = decimal(column);
    return count === null || !isKind(counted)
      ? []
      : [
          invoiceLine(fields, {
            ...base,
            kind: counted,
            quantity: count,
            unit: counted === 'request' ? 'requests' : 'tokens',
          }),
        ];
  });
  if (amount === null && quantity === null) {
    return counts.length > 0 ? counts : fields.fail('has neither an amount nor a quantity');
  }
  const within = map.decimals === null ? ZERO : { ...shift(ofInteger(5), -map.decimals - 1) };
  return [
    invoiceLine(fields, { ...base, kind, amount, within, ...inTokens(quantity, text('unit') ?? map.unit) }),
    ...counts,
  ];
}

function kindOfText(fields: Fields, text: string, map: ColumnMap): LineKind {
  return (
    map.kinds[text] ??
    (isKind(text) ? text : fields.fail(`has the kind "${text.slice(0, 80)}"; add it to "kinds" of the column map`))
  );
}
