import { isZero, ZERO, type Decimal } from '@tokentrail/pricing/decimal';
import { shift } from '../amounts.ts';
import type { InvoiceLine, LineKind } from '../lines.ts';
import type { Fields } from '../read/fields.ts';
import { fieldsOfNode, itemsAt, nodeAt, type JsonNode } from '../read/json.ts';
import { dayAfter, invoiceLine, tierOf, type CsvFormat, type JsonFormat } from './format.ts';

const PROVIDER = 'anthropic';
const HALF_A_CENT: Decimal = { units: 5n, scale: 3 };
const CENT_DIGITS = -2;

/** Counts of the usage report, and the columns of the console's file. */
const COUNTS: readonly (readonly [kind: LineKind, ...names: string[]])[] = [
  ['input', 'uncached_input_tokens', 'usage.uncached_input_tokens', 'usage_input_tokens_no_cache'],
  [
    'written_5m',
    'cache_creation.ephemeral_5m_input_tokens',
    'usage.cache_creation.ephemeral_5m_input_tokens',
    'usage_input_tokens_cache_write_5m',
  ],
  [
    'written_1h',
    'cache_creation.ephemeral_1h_input_tokens',
    'usage.cache_creation.ephemeral_1h_input_tokens',
    'usage_input_tokens_cache_write_1h',
  ],
  ['cached', 'cache_read_input_tokens', 'usage.cache_read_input_tokens', 'usage_input_tokens_cache_read'],
  ['output', 'output_tokens', 'usage.output_tokens', 'usage_output_tokens'],
  ['tool', 'server_tool_use.web_search_requests', 'usage.server_tool_use.web_search_requests', 'web_search_count'],
  ['request', 'requests', 'usage.requests'],
];

/** `token_type` of costs, in the API and in the console's file. */
const TOKEN_TYPES: Readonly<Record<string, LineKind>> = {
  uncached_input_tokens: 'input',
  input_no_cache: 'input',
  output_tokens: 'output',
  output: 'output',
  cache_read_input_tokens: 'cached',
  input_cache_read: 'cached',
  'cache_creation.ephemeral_5m_input_tokens': 'written_5m',
  input_cache_write_5m: 'written_5m',
  'cache_creation.ephemeral_1h_input_tokens': 'written_1h',
  input_cache_write_1h: 'written_1h',
};

/** `cost_type` of costs that are not of tokens. */
const COST_TYPES: Readonly<Record<string, LineKind>> = {
  web_search: 'tool',
  code_execution: 'other',
  session_usage: 'other',
};

function usageLines(fields: Fields): InvoiceLine[] {
  const from = fields.instant('starting_at', 'usage_date_utc');
  const model = fields.text('model', 'group.model', 'model_version');
  return COUNTS.flatMap(([kind, ...names]) => {
    const quantity = fields.decimal(...names);
    return quantity === null || isZero(quantity)
      ? []
      : [
          invoiceLine(fields, {
            provider: PROVIDER,
            from,
            to: fields.text('ending_at') === null ? dayAfter(from) : fields.instant('ending_at'),
            project: fields.text('workspace_id', 'group.workspace_id', 'workspace'),
            key: fields.text('api_key_id', 'group.api_key_id', 'api_key'),
            label: `${model ?? 'all models'}, ${names[0]}`,
            model,
            tier: tierOf(fields.text('service_tier', 'group.service_tier', 'usage_type')),
            kind,
            quantity,
            unit: kind === 'tool' ? 'searches' : kind === 'request' ? 'requests' : 'tokens',
          }),
        ];
  });
}

function costKind(fields: Fields): LineKind {
  const tokenType = fields.text('token_type', 'group.token_type');
  const costType = fields.text('cost_type', 'group.cost_type');
  const kind =
    tokenType !== null
      ? TOKEN_TYPES[tokenType]
      : costType === null
        ? 'all'
        : costType === 'tokens'
          ? 'all'
          : COST_TYPES[costType];
  return kind ?? fields.fail(`has the unknown type ${tokenType ?? costType}; this version cannot read it`);
}

/** Amounts of the API are cents as decimal text: "123.45" is $1.2345. */
function apiCostLines(fields: Fields): InvoiceLine[] {
  return [
    invoiceLine(fields, {
      provider: PROVIDER,
      from: fields.instant('starting_at'),
      to: fields.instant('ending_at'),
      project: fields.text('workspace_id', 'group.workspace_id'),
      key: fields.text('group.api_key_id'),
      label: fields.text('description', 'group.description') ?? 'all costs',
      model: fields.text('model', 'group.model'),
      tier: tierOf(fields.text('service_tier', 'group.service_tier')),
      kind: costKind(fields),
      amount: shift(fields.requiredDecimal('amount', 'cost.amount'), CENT_DIGITS),
      currency: (fields.text('currency', 'cost.currency') ?? 'USD').toUpperCase(),
    }),
  ];
}

/** Amounts of the console's file are dollars with two decimals. */
function consoleCostLines(fields: Fields): InvoiceLine[] {
  const from = fields.instant('usage_date_utc');
  const amount = fields.requiredDecimal('cost_usd');
  return [
    invoiceLine(fields, {
      provider: PROVIDER,
      from,
      to: dayAfter(from),
      project: fields.text('workspace'),
      key: fields.text('api_key_id', 'api_key'),
      label: [fields.text('model'), fields.text('token_type', 'cost_type')].filter((part) => part !== null).join(', '),
      model: fields.text('model'),
      tier: tierOf(fields.text('usage_type')),
      kind: costKind(fields),
      amount,
      within: amount.scale <= 2 ? HALF_A_CENT : ZERO,
    }),
  ];
}

function pagesOf(value: JsonNode): readonly JsonNode[] {
  return Array.isArray(value.value) ? value.value : [value];
}

/** Results of all buckets, or flat rows of the analytics reports. */
function* rowsOf(file: string, value: JsonNode): Iterable<Fields> {
  for (const entry of pagesOf(value).flatMap((page) => itemsAt(page, 'data'))) {
    if (nodeAt(entry, 'results') === undefined) {
      yield fieldsOfNode(file, entry);
    }
    for (const result of itemsAt(entry, 'results')) {
      yield fieldsOfNode(file, result, entry);
    }
  }
}

function hasRowWith(value: JsonNode, ...paths: readonly string[]): boolean {
  for (const fields of rowsOf('', value)) {
    return paths.some((path) => fields.text(path) !== null) && fields.text('starting_at') !== null;
  }
  return false;
}

export const ANTHROPIC_JSON: readonly JsonFormat[] = [
  {
    name: 'Anthropic cost report (API)',
    provider: PROVIDER,
    accepts: (page) => hasRowWith(page, 'amount', 'cost.amount'),
    rows: rowsOf,
    lines: apiCostLines,
  },
  {
    name: 'Anthropic usage report (API)',
    provider: PROVIDER,
    accepts: (page) => hasRowWith(page, 'uncached_input_tokens', 'output_tokens', 'usage.output_tokens'),
    rows: rowsOf,
    lines: usageLines,
  },
];

export const ANTHROPIC_CSV: readonly CsvFormat[] = [
  {
    name: 'Anthropic costs (console)',
    provider: PROVIDER,
    columns: ['usage_date_utc', 'model', 'token_type', 'cost_usd'],
    lines: consoleCostLines,
  },
  {
    name: 'Anthropic usage (console)',
    provider: PROVIDER,
    columns: ['usage_date_utc', 'model_version', 'usage_output_tokens'],
    lines: usageLines,
  },
];
