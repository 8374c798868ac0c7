import type { Decimal } from '@tokentrail/pricing/decimal';
import { readDecimal } from '../amounts.ts';
import type { InvoiceLine, LineKind } from '../lines.ts';
import { inTokens } from '../names/units.ts';
import { GOOGLE } from '../names/vocabularies.ts';
import { namedUsage } from '../names/words.ts';
import { Fields } from '../read/fields.ts';
import { fieldsOfNode, itemsAt, nodeAt, type JsonNode } from '../read/json.ts';
import { invoiceLine, otherThan, type JsonFormat } from './format.ts';

const MODEL_SERVICE = /gemini|vertex|generative|claude/i;
/** Half of the last of six decimals: the export's cost is a rounded FLOAT. */
const HALF_OF_SIXTH_DECIMAL: Decimal = { units: 5n, scale: 7 };

/** `cost_type`; others are usage. */
const COST_KINDS: Readonly<Record<string, LineKind>> = {
  tax: 'tax',
  adjustment: 'adjustment',
  rounding_error: 'adjustment',
};

/** Credits of one row, in the field that `rowsOf` adds. */
const CREDITS = 'credits, joined';

function* rowsOf(file: string, value: JsonNode): Iterable<Fields> {
  for (const row of Array.isArray(value.value) ? value.value : [value]) {
    const own = fieldsOfNode(file, row);
    const credits = itemsAt(row, 'credits').map((credit) => fieldsOfNode(file, credit).required('amount'));
    yield new Fields(file, row.line, (name) => (name === CREDITS ? credits.join(' ') : own.text(name)));
  }
}

function lines(fields: Fields): InvoiceLine[] {
  const sku = fields.required('sku.description');
  const named = namedUsage(sku, GOOGLE);
  const kind = COST_KINDS[fields.text('cost_type') ?? 'regular'] ?? named?.kind ?? 'unknown';
  const base = {
    provider: 'google',
    from: fields.instant('usage_start_time'),
    to: fields.instant('usage_end_time'),
    account: fields.text('billing_account_id'),
    project: fields.text('project.id'),
    label: sku,
    currency: fields.text('currency') ?? 'USD',
    within: HALF_OF_SIXTH_DECIMAL,
  };
  const measured =
    named === null || kind === 'other' ? {} : inTokens(fields.decimal('usage.amount'), fields.text('usage.unit'));
  const usage = invoiceLine(fields, {
    ...base,
    model: named?.model ?? null,
    tier: named === null ? null : (named.tier ?? 'standard'),
    kind,
    ...measured,
    amount: fields.requiredDecimal('cost'),
  });
  const credits = (fields.text(CREDITS) ?? '').split(' ').filter((text) => text !== '');
  return [usage, ...credits.map((text) => creditLine(fields, base, text))];
}

type Base = Pick<InvoiceLine, 'provider' | 'from' | 'to' | 'label' | 'currency' | 'within'>;

function creditLine(fields: Fields, base: Base, text: string): InvoiceLine {
  const amount = readDecimal(text) ?? fields.fail(`"${text.slice(0, 80)}" (credits.amount) is not a decimal number`);
  return invoiceLine(fields, { ...base, kind: 'credit', amount });
}

export const GOOGLE_JSON: readonly JsonFormat[] = [
  {
    name: 'Google Cloud billing (BigQuery)',
    provider: 'google',
    accepts: (value) => {
      const row = Array.isArray(value.value) ? value.value[0] : value;
      return (
        row !== undefined &&
        nodeAt(row, 'sku.description') !== undefined &&
        nodeAt(row, 'usage_start_time') !== undefined
      );
    },
    rows: rowsOf,
    otherService: (fields) =>
      otherThan(MODEL_SERVICE, fields.text('service.description'), fields.text('sku.description')),
    lines,
  },
];
