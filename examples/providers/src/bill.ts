/**
 * The invoice of the replayed providers, with its own price table and arithmetic. This file must not import from the rest of
 * the repository, because tests compare TokenTrail's figures with it.
 *
 * Prices are the public ones (openai.com/api/pricing, anthropic.com/pricing, November 2026), as integers of pico-USD
 * (10⁻¹² USD) per token: $2.50 per 1M tokens is 2,500,000 pico-USD.
 */
interface TokenPrice {
  input: bigint;
  cachedInput: bigint;
  output: bigint;
  /** Of tokens written to the cache for 5 minutes and for an hour; absent if the provider does not bill them. */
  cacheWrite5m?: bigint;
  cacheWrite1h?: bigint;
}

const PRICES: Readonly<Record<string, TokenPrice>> = {
  'gpt-4o': { input: 2_500_000n, cachedInput: 1_250_000n, output: 10_000_000n },
  'gpt-4o-mini': { input: 150_000n, cachedInput: 75_000n, output: 600_000n },
  'gpt-4.1-nano': { input: 100_000n, cachedInput: 25_000n, output: 400_000n },
  'gpt-5-mini': { input: 250_000n, cachedInput: 25_000n, output: 2_000_000n },
  'text-embedding-3-small': { input: 20_000n, cachedInput: 20_000n, output: 0n },
  'llama-3.3-70b': { input: 590_000n, cachedInput: 590_000n, output: 790_000n },
  'mistral-small': { input: 100_000n, cachedInput: 100_000n, output: 300_000n },
  'gpt-oss-20b': { input: 0n, cachedInput: 0n, output: 0n },
  'claude-opus-4-5': {
    input: 5_000_000n,
    cachedInput: 500_000n,
    output: 25_000_000n,
    cacheWrite5m: 6_250_000n,
    cacheWrite1h: 10_000_000n,
  },
  'claude-sonnet-4-5': { input: 3_000_000n, cachedInput: 300_000n, output: 15_000_000n },
};

/** Price of a search in pico-USD: USD 0.008. */
const SEARCH_PRICE = 8_000_000_000n;

/** Token counts of the bill. Each token is in exactly one of them. */
export interface BilledTokens {
  uncachedInput: number;
  cachedInput: number;
  output: number;
  cacheWrite5m?: number;
  cacheWrite1h?: number;
}

/** One request in the provider's log, successful or rejected. */
export interface BillLine {
  requestId: string;
  /** Last four characters of the request's key. */
  keyEnding: string;
  path: string;
  model: string;
  statusCode: number;
  /** The request's `x-replay-id` header; null if it had none. */
  replayId: string | null;
  tokens: BilledTokens | null;
  /** Nano-USD, rounded half to even. */
  nanoUsd: bigint;
  /** True if the response contained the usage. Otherwise only the provider knows the amount. */
  usageSent: boolean;
}

export function knowsModel(model: string): boolean {
  return Object.hasOwn(PRICES, model);
}

export function tokenCharge(model: string, tokens: BilledTokens): bigint {
  const price = PRICES[model];
  if (price === undefined) {
    throw new Error(`the replayed provider has no price for ${model}`);
  }
  const pico =
    BigInt(tokens.uncachedInput) * price.input +
    BigInt(tokens.cachedInput) * price.cachedInput +
    BigInt(tokens.output) * price.output +
    BigInt(tokens.cacheWrite5m ?? 0) * (price.cacheWrite5m ?? price.input) +
    BigInt(tokens.cacheWrite1h ?? 0) * (price.cacheWrite1h ?? price.input);
  return roundHalfEven(pico, 1000n);
}

export function searchCharge(): bigint {
  return SEARCH_PRICE / 1000n;
}

function roundHalfEven(value: bigint, unit: bigint): bigint {
  const quotient = value / unit;
  const twice = (value % unit) * 2n;
  return twice > unit || (twice === unit && quotient % 2n === 1n) ? quotient + 1n : quotient;
}
