/** How a cell is written: decimals without an exponent, times as `2026-10-01T00:00:00Z`, objects as JSON. */
export type FocusType = 'decimal' | 'text' | 'time' | 'object';

export interface FocusColumn {
  readonly type: FocusType;
  /** True if a cell may be empty, which is null. */
  readonly allowsNull: boolean;
}

const text: FocusColumn = { type: 'text', allowsNull: false };
const textOrNull: FocusColumn = { type: 'text', allowsNull: true };
const decimal: FocusColumn = { type: 'decimal', allowsNull: false };
const decimalOrNull: FocusColumn = { type: 'decimal', allowsNull: true };
const time: FocusColumn = { type: 'time', allowsNull: false };
const objectOrNull: FocusColumn = { type: 'object', allowsNull: true };

/**
 * Columns of the file, in order. Those of FOCUS 1.2 first: every mandatory one, the recommended ones of which the ledger knows the value, and
 * the conditional ones whose condition holds for calls. Columns of our own begin with `x_`, as the specification asks.
 */
export const FOCUS_COLUMNS = {
  BillingAccountId: text,
  BillingAccountName: textOrNull,
  BillingCurrency: text,
  BillingPeriodStart: time,
  BillingPeriodEnd: time,
  ChargePeriodStart: time,
  ChargePeriodEnd: time,
  ChargeCategory: text,
  ChargeClass: textOrNull,
  ChargeDescription: textOrNull,
  ChargeFrequency: text,
  BilledCost: decimal,
  EffectiveCost: decimal,
  ContractedCost: decimal,
  ListCost: decimal,
  PricingCategory: textOrNull,
  PricingQuantity: decimalOrNull,
  PricingUnit: textOrNull,
  ConsumedQuantity: decimalOrNull,
  ConsumedUnit: textOrNull,
  ProviderName: text,
  PublisherName: text,
  InvoiceIssuerName: text,
  InvoiceId: textOrNull,
  ServiceCategory: text,
  ServiceSubcategory: text,
  ServiceName: text,
  SkuId: textOrNull,
  SkuPriceId: textOrNull,
  SkuMeter: textOrNull,
  SkuPriceDetails: objectOrNull,
  SubAccountId: textOrNull,
  SubAccountName: textOrNull,
  Tags: objectOrNull,
  x_CostState: text,
  x_CallCount: decimal,
  x_UnknownCostCallCount: decimal,
  x_InputTokens: decimal,
  x_OutputTokens: decimal,
  x_CacheReadTokens: decimal,
  x_Model: textOrNull,
  x_ServiceTier: textOrNull,
  x_CallType: textOrNull,
} as const satisfies Readonly<Record<string, FocusColumn>>;

export type FocusColumnName = keyof typeof FOCUS_COLUMNS;

/** A row: the text of each cell, null if it has no value. */
export type FocusRow = Readonly<Record<FocusColumnName, string | null>>;
