import { isZero, negate, plus, ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import { shift } from '../amounts.ts';
import type { CallKind, InvoiceLine, LineKind } from '../lines.ts';
import { openaiLineItem } from '../names/openai-line-items.ts';
import type { Fields } from '../read/fields.ts';
import { fieldsOfNode, itemsAt, nodeAt, type JsonNode } from '../read/json.ts';
import { invoiceLine, tierOf, type CsvFormat, type JsonFormat } from './format.ts';

const PROVIDER = 'openai';

/** The results of all buckets of a page. A result reads its bucket's times as if they were its own. */
export function* bucketRows(file: string, page: JsonNode): Iterable<Fields> {
  const pages = Array.isArray(page.value) ? page.value : [page];
  for (const one of pages) {
    for (const bucket of itemsAt(one, 'data')) {
      for (const result of itemsAt(bucket, 'results')) {
        yield fieldsOfNode(file, result, bucket);
      }
    }
  }
}

/** `object` of the first result, or of the first bucket if no bucket has results. */
function isPageOf(pattern: RegExp, page: JsonNode): boolean {
  const [first] = Array.isArray(page.value) ? page.value : [page];
  const results = first === undefined ? [] : itemsAt(first, 'data').flatMap((bucket) => itemsAt(bucket, 'results'));
  const object = results[0] && nodeAt(results[0], 'object')?.value;
  return typeof object === 'string' && pattern.test(object);
}

function rangeOf(fields: Fields): { from: number; to: number } {
  return {
    from: fields.instant('start_time', 'start_time_iso'),
    to: fields.instant('end_time', 'end_time_iso'),
  };
}

function ownerOf(fields: Fields): Pick<InvoiceLine, 'account' | 'project' | 'key'> {
  return {
    account: fields.text('organization_id'),
    project: fields.text('project_id'),
    key: fields.text('api_key_id'),
  };
}

function costLines(fields: Fields): InvoiceLine[] {
  const amount = fields.decimal('amount.value', 'amount_value');
  if (amount === null) {
    // A bucket without costs is a row with nothing but its times.
    return fields.text('line_item', 'quantity') === null ? [] : fields.fail('has no amount');
  }
  const label = fields.text('line_item');
  const named = label === null ? { model: null, tier: null, kind: 'all' as const } : openaiLineItem(label);
  const quantity = fields.decimal('quantity');
  const isCredit = quantity === null && amount.units < 0n;
  return [
    invoiceLine(fields, {
      provider: PROVIDER,
      ...rangeOf(fields),
      ...ownerOf(fields),
      label: label ?? 'all costs',
      model: named?.model ?? null,
      tier: named?.tier ?? null,
      kind: isCredit ? 'credit' : (named?.kind ?? 'unknown'),
      ...measured(quantity, fields.text('quantity_unit')),
      amount,
      currency: fields.required('amount.currency', 'amount_currency').toUpperCase(),
    }),
  ];
}

function measured(quantity: Decimal | null, unit: string | null): Pick<InvoiceLine, 'quantity' | 'unit'> {
  return quantity !== null && unit === '1000_tokens'
    ? { quantity: shift(quantity, 3), unit: 'tokens' }
    : { quantity, unit };
}

/** Counts that are neither tokens nor requests, with the kind under which they are compared. */
const OTHER_COUNTS: readonly (readonly [field: string, kind: LineKind])[] = [
  ['num_sessions', 'tool'],
  ['num_requests', 'tool'],
  ['images', 'other'],
  ['characters', 'other'],
  ['seconds', 'other'],
  ['usage_bytes', 'other'],
];

function usageLines(fields: Fields): InvoiceLine[] {
  const counts: [kind: LineKind, quantity: Decimal | null, unit: string][] = [
    ...tokenCounts(fields),
    ['request', fields.decimal('num_model_requests'), 'requests'],
    ...OTHER_COUNTS.map(([field, kind]): [LineKind, Decimal | null, string] => [kind, fields.decimal(field), field]),
  ];
  const tier = fields.text('batch') === 'true' ? 'batch' : tierOf(fields.text('service_tier'));
  const model = fields.text('model');
  return counts.flatMap(([kind, quantity, unit]) =>
    quantity === null || isZero(quantity)
      ? []
      : [
          invoiceLine(fields, {
            provider: PROVIDER,
            ...rangeOf(fields),
            ...ownerOf(fields),
            label: [model, unit === 'tokens' ? kind : unit].filter((part) => part !== null).join(', '),
            model,
            tier,
            kind,
            quantity,
            unit,
          }),
        ],
  );
}

/** `input_tokens` includes cached tokens and cache writes, unless the field for the rest is there. */
function tokenCounts(fields: Fields): [kind: CallKind | 'written', quantity: Decimal | null, unit: string][] {
  const cached = fields.decimal('input_cached_tokens') ?? ZERO;
  const written = fields.decimal('input_cache_write_tokens') ?? ZERO;
  const input = fields.decimal('input_tokens');
  const uncached = fields.decimal('input_uncached_tokens') ?? (input && plus(input, negate(plus(cached, written))));
  if (uncached !== null && uncached.units < 0n) {
    fields.fail('has more cached tokens than input tokens');
  }
  return [
    ['input', uncached, 'tokens'],
    ['cached', cached, 'tokens'],
    ['written', written, 'tokens'],
    ['output', fields.decimal('output_tokens'), 'tokens'],
  ];
}

export const OPENAI_JSON: readonly JsonFormat[] = [
  {
    name: 'OpenAI costs (API)',
    provider: PROVIDER,
    accepts: (page) => isPageOf(/^organization\.costs\.result$/, page),
    rows: bucketRows,
    lines: costLines,
  },
  {
    name: 'OpenAI usage (API)',
    provider: PROVIDER,
    accepts: (page) => isPageOf(/^organization\.usage\./, page),
    rows: bucketRows,
    lines: usageLines,
  },
];

export const OPENAI_CSV: readonly CsvFormat[] = [
  {
    name: 'OpenAI costs (dashboard)',
    provider: PROVIDER,
    columns: ['start_time', 'end_time', 'amount_value', 'line_item'],
    lines: costLines,
  },
  {
    name: 'OpenAI usage (dashboard)',
    provider: PROVIDER,
    columns: ['start_time', 'end_time', 'num_model_requests', 'input_tokens', 'output_tokens'],
    lines: (fields) =>
      fields.text('num_model_requests', 'input_tokens', 'output_tokens') === null ? [] : usageLines(fields),
  },
];
