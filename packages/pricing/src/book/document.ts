import type { UsageProfile } from '@tokentrail/usage';

/** A price book as a document (YAML or JSON, schema 1). Every price, factor and rate is a decimal in a string. */
export interface BookDocument {
  schema: 1;
  /** Absent: the sha256 of the canonical form. */
  version?: string;
  /** For people: the snapshot that this file corrects. */
  corrections_of?: string;
  fx?: FxRate[];
  entries?: EntryDocument[];
  /** Models that cost nothing. An entry with empty prices is not free. */
  free?: FreeDocument[];
  deployments?: DeploymentDocument[];
  buy?: BuyFactor[];
  sell?: SellDocument;
}

/** Origin of the prices: the snapshot shipped with the package, or the operator. */
export type BookSource = 'snapshot' | 'operator';

/** One source of prices. */
export interface BookLayer {
  document: BookDocument;
  source: BookSource;
}

/**
 * An exchange rate: 1 `per` = `rate` of the other currency. `{from: CNY, to: USD, rate: "7.25", per: USD}` means 1 USD
 * = 7.25 CNY.
 */
export interface FxRate {
  from: string;
  to: 'USD';
  rate: string;
  /** The currency that counts as one unit: `USD` divides by the rate, `from` multiplies. */
  per: string;
  since?: string;
}

/** The seller: the party that sends the invoice. */
export interface SellerDocument {
  /** Hosts, exact or with `*`; a pattern without a port matches every port. */
  hosts?: string[];
  provider?: string;
  account?: string;
}

export interface EntryDocument {
  id: string;
  seller: SellerDocument;
  /**
   * Exact names or globs, matched against the responding model. `{date}` at the end matches a dated version of the
   * name.
   */
  models: string[];
  /** Usage profile of the seller; absent: derived from its provider name. */
  usage?: UsageProfile;
  /** `requested` for sellers whose responses do not report the tier. */
  tier_from?: 'served' | 'requested';
  /** `responded` for sellers whose requests name a deployment instead of a model. */
  model_from?: 'responded' | 'requested';
  valid?: { from?: string; to?: string };
  rows: RowDocument[];
  /** Prices added to every row. */
  any_row?: Prices;
  /** Meters that cost what their parent costs. */
  inherits?: string[];
  /** The least that a request is billed for, by meter: `{second: 10}`. */
  at_least?: Record<string, number>;
  factors?: FactorDocument[];
  /** The model costs nothing. Set only by the free list. */
  free?: true;
  /** Source of the prices: page and date. */
  read_from?: string;
}

export interface RowDocument {
  label?: string;
  when?: Conditions;
  prices: Prices;
}

export type Prices = Record<string, PriceDocument>;

/**
 * Price of `per` units, a power of ten, or 60 or 3600 for seconds: `{usd: "2.5", per: 1000000}`, or in another currency
 * of `fx`.
 */
export type PriceDocument = { per?: number } & Record<string, string | number>;

/** All conditions must hold. Any key not named here is compared as text with the condition of that name of the call. */
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

/** What the operator knows about deployments and no response reports. The first one that matches applies. */
export interface DeploymentDocument {
  hosts: string[];
  /** Names of deployments, exact or globs, matched against the requested model. Absent: all of the hosts. */
  names?: string[];
  /** The condition `deployment` of its calls. */
  type: 'global' | 'data_zone' | 'regional';
  /** The condition `region` of its calls. */
  region?: string;
}

/** A contract factor, list → paid. The first one that matches applies. */
export interface BuyFactor {
  seller: string;
  key?: string;
  models?: string[];
  times: string;
}

export interface SellDocument {
  /** Ratio of a group; "-1" means not set, "0" is a price. */
  groups?: Record<string, string>;
  /** Ratio of a user; takes precedence over the group's. */
  users?: Record<string, string>;
  /** Minimum charge of a call that costs anything. */
  minimum?: { quota?: number; usd?: string };
  quota_per_usd?: number;
  /** Default `requested_model`. */
  price_by?: 'requested_model' | 'served_model';
  /** Own sell prices; a model without one is sold at its list price. */
  models?: SellModelDocument[];
}

/** Either prices, or ratios to a base of $2 per 1M input tokens. */
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
