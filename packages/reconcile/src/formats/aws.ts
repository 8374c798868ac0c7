import { isZero, type Decimal } from '@tokentrail/pricing/decimal';
import type { InvoiceLine, LineKind } from '../lines.ts';
import { inTokens } from '../names/units.ts';
import { AWS } from '../names/vocabularies.ts';
import { namedUsage, wordsOf } from '../names/words.ts';
import { Fields } from '../read/fields.ts';
import { fieldsOfNode, itemsAt, nodeAt, type JsonNode } from '../read/json.ts';
import { dayAfter, invoiceLine, otherThan, type CsvFormat, type JsonFormat } from './format.ts';

const PROVIDER = 'aws';
/** Half of the last of ten decimals, which `line_item_unblended_cost` has. */
const HALF_OF_TENTH_DECIMAL: Decimal = { units: 5n, scale: 11 };
const MODEL_SERVICE = /bedrock|claude|anthropic/i;
/** `USE1-`, `EUC1-`, and Marketplace's `USE1-MP:USE1_`. */
const REGION = /^[A-Z]{2,4}\d?-(?:MP:(?:[A-Z]{2,4}\d?_)?)?/;

/** `line_item_line_item_type`; others are usage. */
const ITEM_KINDS: Readonly<Record<string, LineKind>> = {
  Tax: 'tax',
  Credit: 'credit',
  Refund: 'credit',
  Fee: 'other',
  RIFee: 'other',
  SavingsPlanRecurringFee: 'other',
  SavingsPlanUpfrontFee: 'other',
  SavingsPlanNegation: 'adjustment',
  EdpDiscount: 'adjustment',
  BundledDiscount: 'adjustment',
  PrivateRateDiscount: 'adjustment',
};

interface UsageType {
  model: string | null;
  tier: string | null;
  kind: LineKind;
}

/** What a usage type bills. The Marketplace's do not name the model, so the product's name does. */
function readUsageType(usageType: string, product: string | null): UsageType {
  const named = namedUsage(usageType.replace(REGION, ''), AWS);
  if (named === null) {
    return { model: null, tier: null, kind: 'unknown' };
  }
  const ofProduct = product === null ? null : productModel(product);
  return { model: named.model ?? ofProduct, tier: named.tier ?? 'standard', kind: named.kind };
}

/** "Claude Sonnet 4.6 (Amazon Bedrock Edition)" → claude sonnet 4.6. Null for Bedrock itself. */
function productModel(product: string): string | null {
  const words = wordsOf(product.replace(/\(.*\)/, ''));
  return words.includes('bedrock') ? null : words.join(' ') || null;
}

function curLines(fields: Fields): InvoiceLine[] {
  const usageType = fields.text('line_item_usage_type') ?? '';
  const product = fields.text('product_product_name', 'product_servicename', 'line_item_product_code');
  const itemType = fields.text('line_item_line_item_type') ?? 'Usage';
  const from = fields.instant('line_item_usage_start_date');
  const usage = readUsageType(usageType, product);
  const kind = ITEM_KINDS[itemType] ?? usage.kind;
  return [
    invoiceLine(fields, {
      provider: PROVIDER,
      from,
      to:
        fields.text('line_item_usage_end_date') === null ? dayAfter(from) : fields.instant('line_item_usage_end_date'),
      account: fields.text('line_item_usage_account_id', 'bill_payer_account_id'),
      key: fields.text('line_item_iam_principal'),
      label: usageType || itemType,
      model: usage.model,
      tier: usage.tier,
      kind,
      ...inTokens(fields.decimal('line_item_usage_amount'), fields.text('pricing_unit')),
      amount: fields.requiredDecimal('line_item_unblended_cost'),
      within: HALF_OF_TENTH_DECIMAL,
      currency: fields.text('line_item_currency_code') ?? 'USD',
    }),
  ];
}

/** Groups of `get-cost-and-usage` by usage type, with the metrics UnblendedCost and UsageQuantity. */
function* explorerRows(file: string, value: JsonNode): Iterable<Fields> {
  for (const result of itemsAt(value, 'ResultsByTime')) {
    for (const group of itemsAt(result, 'Groups')) {
      const keys = itemsAt(group, 'Keys').map((key) => String(key.value));
      const own = fieldsOfNode(file, group, result);
      yield new Fields(file, group.line, (name) =>
        name === 'usage_type' ? (keys.at(-1) ?? null) : name === 'service' ? (keys.at(-2) ?? null) : own.text(name),
      );
    }
  }
}

function explorerLines(fields: Fields): InvoiceLine[] {
  const usageType = fields.required('usage_type');
  const usage = readUsageType(usageType, fields.text('service'));
  const quantity = fields.decimal('Metrics.UsageQuantity.Amount');
  return [
    invoiceLine(fields, {
      provider: PROVIDER,
      from: fields.instant('TimePeriod.Start'),
      to: fields.instant('TimePeriod.End'),
      label: usageType,
      ...usage,
      ...(quantity !== null && isZero(quantity)
        ? { quantity: null, unit: null }
        : inTokens(quantity, fields.text('Metrics.UsageQuantity.Unit'))),
      amount: fields.requiredDecimal('Metrics.UnblendedCost.Amount'),
      within: HALF_OF_TENTH_DECIMAL,
      currency: fields.text('Metrics.UnblendedCost.Unit') ?? 'USD',
    }),
  ];
}

export const AWS_JSON: readonly JsonFormat[] = [
  {
    name: 'AWS Cost Explorer (API)',
    provider: PROVIDER,
    accepts: (value) => nodeAt(value, 'ResultsByTime') !== undefined,
    rows: explorerRows,
    otherService: (fields) => otherThan(MODEL_SERVICE, fields.text('service'), fields.text('usage_type')),
    lines: explorerLines,
  },
];

export const AWS_CSV: readonly CsvFormat[] = [
  {
    name: 'AWS Cost and Usage Report 2.0',
    provider: PROVIDER,
    columns: ['line_item_usage_start_date', 'line_item_usage_type', 'line_item_unblended_cost'],
    otherService: (fields) =>
      otherThan(
        MODEL_SERVICE,
        fields.text('line_item_product_code'),
        fields.text('product_product_name', 'line_item_line_item_description'),
        fields.text('line_item_usage_type'),
      ),
    lines: curLines,
  },
];
