import { nanoToUsd } from '@tokentrail/records';
import type { Row, TimeRange, UsageDimension } from '@tokentrail/usage-store';
import type { FocusRow } from './focus-columns.ts';

type Dimensions = Readonly<Record<Exclude<UsageDimension, 'has_cost' | 'has_tokens'>, string | null>>;

/** For a call that names neither a provider nor a server. */
const UNKNOWN_PROVIDER = 'Unknown provider';

/**
 * The row of one day and one combination of dimensions.
 * @param row a row of `usageByDimensionsQuery`
 * @param day the day in UTC
 */
export function focusRow(row: Row, day: TimeRange): FocusRow {
  const by = dimensionsOf(row);
  const provider = by.provider ?? UNKNOWN_PROVIDER;
  const paid = nanoToUsd(String(row['sum_paid']));
  const calls = String(row['calls']);
  const isKnown = isTrue(row['by_has_cost']);
  return {
    ...costs(paid, nanoToUsd(String(row['sum_list']))),
    ...quantities(row, calls),
    ...periods(day),
    ...skus(provider, by),
    BillingAccountId: provider,
    BillingAccountName: null,
    BillingCurrency: 'USD',
    ChargeCategory: 'Usage',
    ChargeClass: null,
    ChargeDescription: descriptionOf(by, calls, isKnown),
    ChargeFrequency: 'Usage-Based',
    PricingCategory: 'Standard',
    ProviderName: provider,
    PublisherName: provider,
    InvoiceIssuerName: provider,
    InvoiceId: null,
    ServiceCategory: 'AI and Machine Learning',
    ServiceSubcategory: 'Generative AI',
    ServiceName: [provider, by.call_type].filter((one) => one !== null).join(' '),
    SubAccountId: by.key_preview ?? by.key_name,
    SubAccountName: by.key_name,
    Tags: objectOf({ service: by.service, environment: by.environment, group: by.group }),
    x_CostState: by.cost_state ?? 'unknown_usage',
    x_CallCount: calls,
    x_UnknownCostCallCount: isKnown ? '0' : calls,
    x_InputTokens: String(row['sum_input_tokens']),
    x_OutputTokens: String(row['sum_output_tokens']),
    x_CacheReadTokens: String(row['sum_cache_read_tokens']),
    x_Model: by.model,
    x_ServiceTier: by.tier,
    x_CallType: by.call_type,
  };
}

function dimensionsOf(row: Row): Dimensions {
  const value = (name: keyof Dimensions) => {
    const text = row[`by_${name}`];
    return typeof text === 'string' && text !== '' ? text : null;
  };
  return {
    provider: value('provider'),
    model: value('model'),
    tier: value('tier'),
    call_type: value('call_type'),
    service: value('service'),
    environment: value('environment'),
    group: value('group'),
    key_name: value('key_name'),
    key_preview: value('key_preview'),
    cost_state: value('cost_state'),
  };
}

/** What is paid is what the invoice will have. No part of it is paid in advance, so it is also the effective cost. */
function costs(paid: string, list: string) {
  return { BilledCost: paid, EffectiveCost: paid, ContractedCost: paid, ListCost: list };
}

/** Tokens where they were reported, else calls. Input and output have prices of their own, so a row has no unit price. */
function quantities(row: Row, calls: string) {
  const tokens = BigInt(String(row['sum_input_tokens'])) + BigInt(String(row['sum_output_tokens']));
  const [quantity, unit] = isTrue(row['by_has_tokens']) ? [String(tokens), 'Tokens'] : [calls, 'Requests'];
  return {
    PricingQuantity: quantity,
    PricingUnit: unit,
    ConsumedQuantity: quantity,
    ConsumedUnit: unit,
    SkuMeter: unit,
  };
}

function periods({ fromMs, toMs }: TimeRange) {
  const day = new Date(fromMs);
  const month = (offset: number) => timeText(Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + offset));
  return {
    BillingPeriodStart: month(0),
    BillingPeriodEnd: month(1),
    ChargePeriodStart: timeText(fromMs),
    ChargePeriodEnd: timeText(toMs),
  };
}

function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function skus(provider: string, { model, tier }: Dimensions) {
  const sku = model === null ? provider : `${provider}/${model}`;
  return {
    SkuId: sku,
    SkuPriceId: tier === null ? sku : `${sku}/${tier}`,
    SkuPriceDetails: objectOf({ x_Model: model, x_ServiceTier: tier }),
  };
}

/** Says in words that the cost is not part of any sum, because FOCUS does not allow a cost to be null. */
function descriptionOf({ model, cost_state }: Dimensions, calls: string, isKnown: boolean): string {
  const what = `${calls} ${calls === '1' ? 'call' : 'calls'} of ${model ?? 'an unknown model'}`;
  return isKnown ? what : `${what}; cost unknown (${cost_state ?? 'unknown_usage'}), not included`;
}

function objectOf(values: Readonly<Record<string, string | null>>): string | null {
  const known = Object.entries(values).filter(([, value]) => value !== null);
  return known.length === 0 ? null : JSON.stringify(Object.fromEntries(known));
}

/** A UInt8 of the store. */
function isTrue(value: unknown): boolean {
  return value === 1 || value === true || value === '1';
}
