import type { InvoiceLine, LineKind } from '../lines.ts';
import { inTokens } from '../names/units.ts';
import { FOCUS } from '../names/vocabularies.ts';
import { namedUsage } from '../names/words.ts';
import type { Fields } from '../read/fields.ts';
import { invoiceLine, otherThan, tierOf, type CsvFormat } from './format.ts';

const MODEL_SERVICE =
  /bedrock|claude|anthropic|openai|gemini|vertex|foundry|generative|cognitive|openrouter|mistral|groq|deepseek|xai/i;

/** `ChargeCategory`; others are usage. */
const CATEGORY_KINDS: Readonly<Record<string, LineKind>> = {
  Tax: 'tax',
  Credit: 'credit',
  Adjustment: 'adjustment',
  Purchase: 'other',
};

/** Names of sellers in `InvoiceIssuerName` or `ProviderName`, as our price book names them. */
const PROVIDERS: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^(?:aws|amazon)/i, 'aws'],
  [/^(?:microsoft|azure)/i, 'azure'],
  [/^(?:google|gcp)/i, 'google'],
];

function providerOf(name: string): string {
  return PROVIDERS.find(([pattern]) => pattern.test(name))?.[1] ?? name.toLowerCase().replace(/[^a-z\d]+/g, '_');
}

function lines(fields: Fields): InvoiceLine[] {
  const label = fields.text('SkuMeter', 'ChargeDescription', 'SkuId') ?? 'all';
  const named = namedUsage(label, FOCUS);
  const consumed = fields.text('ConsumedQuantity') !== null;
  const category = fields.text('ChargeCategory') ?? 'Usage';
  const kind = CATEGORY_KINDS[category] ?? named?.kind ?? 'unknown';
  return [
    invoiceLine(fields, {
      provider: providerOf(fields.required('InvoiceIssuerName', 'ServiceProviderName', 'ProviderName')),
      from: fields.instant('ChargePeriodStart'),
      to: fields.instant('ChargePeriodEnd'),
      account: fields.text('BillingAccountId'),
      project: fields.text('SubAccountId', 'ResourceId'),
      key: fields.text('x_KeyId', 'x_Key'),
      label,
      model: fields.text('x_Model') ?? named?.model ?? null,
      tier: tierOf(fields.text('x_ServiceTier')) ?? named?.tier ?? null,
      kind,
      ...inTokens(
        fields.decimal(consumed ? 'ConsumedQuantity' : 'PricingQuantity'),
        fields.text(consumed ? 'ConsumedUnit' : 'PricingUnit'),
      ),
      amount: fields.requiredDecimal('BilledCost'),
      currency: fields.required('BillingCurrency'),
    }),
  ];
}

export const FOCUS_CSV: readonly CsvFormat[] = [
  {
    name: 'FOCUS 1.2',
    provider: 'focus',
    columns: ['billedcost', 'billingcurrency', 'chargeperiodstart', 'chargecategory'],
    otherService: (fields) =>
      otherThan(MODEL_SERVICE, fields.text('ServiceName'), fields.text('SkuMeter'), fields.text('x_Model')),
    lines,
  },
];
