import type { InvoiceLine, LineKind } from '../lines.ts';
import { inTokens } from '../names/units.ts';
import { AZURE } from '../names/vocabularies.ts';
import { namedUsage } from '../names/words.ts';
import type { Fields } from '../read/fields.ts';
import { dayAfter, invoiceLine, otherThan, type CsvFormat } from './format.ts';

const MODEL_SERVICE = /openai|foundry|cognitive|ai services|azure ai|gpt/i;

/** `ChargeType` of the cost details; others are usage. */
const CHARGE_KINDS: Readonly<Record<string, LineKind>> = {
  Tax: 'tax',
  Refund: 'credit',
  Credit: 'credit',
  RoundingAdjustment: 'adjustment',
};

function lines(fields: Fields): InvoiceLine[] {
  const meter = fields.required('MeterName');
  const named = namedUsage(meter, AZURE);
  const from = fields.instant('Date', 'UsageDateTime');
  return [
    invoiceLine(fields, {
      provider: 'azure',
      from,
      to: dayAfter(from),
      account: fields.text('SubscriptionId', 'SubscriptionGuid'),
      project: fields.text('ResourceId', 'InstanceId'),
      label: meter,
      model: named?.model ?? null,
      tier: named === null ? null : (named.tier ?? 'standard'),
      kind: CHARGE_KINDS[fields.text('ChargeType') ?? 'Usage'] ?? named?.kind ?? 'unknown',
      ...inTokens(fields.decimal('Quantity'), fields.text('UnitOfMeasure')),
      amount: fields.requiredDecimal('CostInBillingCurrency', 'CostInUsd', 'Cost', 'PreTaxCost'),
      currency: fields.text('BillingCurrency', 'BillingCurrencyCode', 'Currency') ?? 'USD',
    }),
  ];
}

export const AZURE_CSV: readonly CsvFormat[] = [
  {
    name: 'Azure cost details',
    provider: 'azure',
    columns: ['metername', 'unitofmeasure', 'quantity'],
    otherService: (fields) =>
      otherThan(MODEL_SERVICE, fields.text('MeterCategory'), fields.text('MeterSubCategory'), fields.text('MeterName')),
    lines,
  },
];
