import type { UsageProfile } from '../usage/normalise.ts';

/** A price book as it is written (YAML or JSON, schema 1). Every price, factor and rate is a decimal as a string. */
export interface BookDocument {
  schema: 1;
  /** Absent: the sha256 of the canonical form. */
  version?: string;
  /** For people: which snapshot this file corrects. */
  corrections_of?: string;
  fx?: FxRate[];
  entries?: EntryDocument[];
  /** What costs nothing. Empty prices alone are not free. */
  free?: FreeDocument[];
  buy?: BuyFactor[];
  sell?: SellDocument;
}

/** Whose prices a book holds: those shipped with the package, or the operator's own. */
export type BookSource = 'snapshot' | 'operator';

/** One source of prices. */
export interface BookLayer {
  document: BookDocument;
  source: BookSource;
}

/** 1 `per` = `rate` `from`: `{from: CNY, to: USD, rate: "7.25", per: USD}` says 1 USD = 7.25 CNY. */
export interface FxRate {
  from: string;
  to: 'USD';
  rate: string;
  /** Which currency is the one of "one unit costs `rate`": `USD` divides by the rate, `from` multiplies. */
  per: string;
  since?: string;
}

/** Who sends the invoice. */
export interface SellerDocument {
  /** Hosts, exact or with `*`; a pattern without port matches every port. */
  hosts?: string[];
  provider?: string;
  account?: string;
}

export interface EntryDocument {
  id: string;
  seller: SellerDocument;
  /** Exact names or globs, matched on the answering model. `{date}` at the end stands for a dated version of the name. */
  models: string[];
  /** Usage profile of the seller; absent: told from its provider name. */
  usage?: UsageProfile;
  /** `requested` for sellers whose answers do not report the tier. */
  tier_from?: 'served' | 'requested';
  valid?: { from?: string; to?: string };
  rows: RowDocument[];
  /** Prices beside every row. */
  any_row?: Prices;
  /** Meters that cost what their parent costs. */
  inherits?: string[];
  factors?: FactorDocument[];
  /** It costs nothing. Set by the free list alone. */
  free?: true;
  /** Page and day the prices were read from. */
  read_from?: string;
}

export interface RowDocument {
  label?: string;
  when?: Conditions;
  prices: Prices;
}

export type Prices = Record<string, PriceDocument>;

/** Price of `per` units (a power of ten): `{usd: "2.5", per: 1000000}`, or in another currency of `fx`. */
export type PriceDocument = { per?: number } & Record<string, string | number>;

/** All must hold. Beside those named, any key is compared as text with the condition of that name at the call. */
export interface Conditions {
  tier?: string | string[];
  context?: { gt?: number; gte?: number; lt?: number; lte?: number };
  date?: { from?: string; to?: string };
  time?: { window: string; days?: string[]; tz?: string };
  [condition: string]: unknown;
}

export interface FactorDocument {
  name?: string;
  when?: Conditions;
  times: string;
  on: 'tokens' | 'all' | string[];
}

export interface FreeDocument {
  seller: SellerDocument;
  models: string[];
}

/** Our contract: list → paid. The first that fits counts. */
export interface BuyFactor {
  seller: string;
  key?: string;
  models?: string[];
  times: string;
}

export interface SellDocument {
  /** Ratio of a group; "-1" is not set, "0" is a price. */
  groups?: Record<string, string>;
  /** A user's own ratio wins over the group's. */
  users?: Record<string, string>;
  /** The least a call costs that costs anything. */
  minimum?: { quota?: number; usd?: string };
  quota_per_usd?: number;
  /** Default `requested_model`. */
  price_by?: 'requested_model' | 'served_model';
  /** Sell prices of their own; a model without one is sold at its list price. */
  models?: SellModelDocument[];
}

/** Either prices, or ratios of a base of $2 per 1M input tokens. */
export interface SellModelDocument {
  models: string[];
  prices?: Prices;
  ratios?: SellRatios;
}

/** Input = model × $2/1M; the others are multiples of that. */
export interface SellRatios {
  model: string;
  completion?: string;
  [meter: string]: string | undefined;
}
