import { isZero, type Decimal } from '@tokentrail/pricing/decimal';
import { ofInteger } from '../amounts.ts';
import type { InvoiceLine, LineKind } from '../lines.ts';
import type { Fields } from '../read/fields.ts';
import { fieldsOfNode, itemsAt, nodeAt, type JsonNode } from '../read/json.ts';
import { dayAfter, invoiceLine, tierOf, type CsvFormat, type JsonFormat } from './format.ts';

const PROVIDER = 'openrouter';

/**
 * Lines of one row: the credits used, and the counts. `byok` is what the upstream provider bills to the user's own key; OpenRouter
 * states it, but it is not part of OpenRouter's invoice.
 */
function linesOf(fields: Fields, stated: Stated): InvoiceLine[] {
  const base = {
    provider: PROVIDER,
    from: stated.from,
    to: stated.to,
    key: fields.text('api_key_hash', 'api_key_name'),
    label: stated.model,
    model: stated.model,
    call: stated.call,
    tier: stated.tier,
  };
  const counts: [LineKind, Decimal | null, string][] = [
    ['input_any', stated.input, 'tokens'],
    ['output', stated.output, 'tokens'],
    ['request', stated.requests, 'requests'],
  ];
  return [
    invoiceLine(fields, { ...base, kind: 'all', amount: stated.amount }),
    ...counts.flatMap(([kind, quantity, unit]) =>
      quantity === null || isZero(quantity) ? [] : [invoiceLine(fields, { ...base, kind, quantity, unit })],
    ),
  ];
}

interface Stated {
  from: number;
  to: number;
  model: string;
  tier: string | null;
  amount: Decimal;
  input: Decimal | null;
  output: Decimal | null;
  requests: Decimal | null;
  call: string | null;
}

function activityLines(fields: Fields): InvoiceLine[] {
  const from = fields.instant('date');
  return linesOf(fields, {
    from,
    to: dayAfter(from),
    model: fields.required('model_permaslug', 'model', 'slug'),
    tier: null,
    amount: fields.requiredDecimal('usage'),
    input: fields.decimal('prompt_tokens', 'prompt tokens'),
    output: fields.decimal('completion_tokens', 'completion tokens'),
    requests: fields.decimal('requests'),
    call: null,
  });
}

/** Native token counts are the provider's; the others are normalised by OpenRouter for comparison. */
function generationLines(fields: Fields): InvoiceLine[] {
  const from = fields.instant('created_at');
  return linesOf(fields, {
    from,
    to: from + 1,
    model: fields.required('model_permaslug', 'model'),
    tier: tierOf(fields.text('service_tier')),
    amount: fields.requiredDecimal('total_cost', 'cost_total'),
    input: fields.decimal('native_tokens_prompt', 'tokens_prompt'),
    output: fields.decimal('native_tokens_completion', 'tokens_completion'),
    requests: ofInteger(1),
    call: fields.required('id', 'generation_id'),
  });
}

/** `{data: […]}`, `{data: {…}}`, a list of either, or one row. */
function* rowsOf(file: string, value: JsonNode): Iterable<Fields> {
  for (const page of Array.isArray(value.value) ? value.value : [value]) {
    const data = nodeAt(page, 'data');
    const rows = data === undefined ? [page] : Array.isArray(data.value) ? itemsAt(page, 'data') : [data];
    for (const row of rows) {
      yield fieldsOfNode(file, row);
    }
  }
}

function hasRowWith(value: JsonNode, ...paths: readonly string[]): boolean {
  for (const fields of rowsOf('', value)) {
    return paths.every((path) => fields.text(path) !== null);
  }
  return false;
}

export const OPENROUTER_JSON: readonly JsonFormat[] = [
  {
    name: 'OpenRouter activity (API)',
    provider: PROVIDER,
    accepts: (value) => hasRowWith(value, 'date', 'model', 'usage'),
    rows: rowsOf,
    lines: activityLines,
  },
  {
    name: 'OpenRouter generations (API)',
    provider: PROVIDER,
    accepts: (value) => hasRowWith(value, 'id', 'created_at', 'total_cost'),
    rows: rowsOf,
    lines: generationLines,
  },
];

export const OPENROUTER_CSV: readonly CsvFormat[] = [
  {
    name: 'OpenRouter activity (CSV)',
    provider: PROVIDER,
    columns: ['date', 'slug', 'usage', 'requests', 'prompt tokens'],
    lines: activityLines,
  },
  {
    name: 'OpenRouter generations (CSV)',
    provider: PROVIDER,
    columns: ['generation_id', 'created_at', 'cost_total'],
    lines: generationLines,
  },
];
