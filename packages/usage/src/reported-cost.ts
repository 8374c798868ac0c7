import type { UsageProfile } from './profiles.ts';
import { fieldsOf, listOf, type Fields } from './read.ts';

/** A part of a reported cost: `value` × 10^-`scale` USD. */
export interface ReportedAmount {
  /** As the provider sent it, from 0 on. */
  value: number;
  scale: number;
}

/**
 * The amounts in USD whose sum is the cost of the call, as the provider reported it within the usage; null if it
 * reported none or its profile has none.
 */
export function reportedCost(usage: unknown, profile: UsageProfile): readonly ReportedAmount[] | null {
  const fields = fieldsOf(usage);
  switch (profile) {
    case 'openrouter':
    case 'vercel':
      return routerCost(fields);
    case 'perplexity':
      return amountOf(fieldsOf(fields?.['cost'])?.['total_cost']);
    case 'xai':
      return ticksOf(fields?.['cost_in_usd_ticks']);
    case 'deepinfra':
      return amountOf(fields?.['estimated_cost']);
    default:
      return null;
  }
}

/**
 * With the user's own provider key, OpenRouter and Vercel's gateway charge their fee and the provider charges the call: the cost
 * is the sum of both. Older responses of OpenRouter do not say so, but the provider's part then exceeds the charge.
 */
function routerCost(usage: Fields | undefined): readonly ReportedAmount[] | null {
  const charged = amountOf(usage?.['cost']);
  const upstream = amountOf(fieldsOf(usage?.['cost_details'])?.['upstream_inference_cost']);
  const [own, fee] = [upstream?.[0]?.value ?? 0, charged?.[0]?.value ?? 0];
  if (charged === null || !(usage?.['is_byok'] ?? own > fee)) {
    return charged;
  }
  return upstream === null ? null : [...charged, ...upstream];
}

function amountOf(value: unknown, scale = 0): readonly ReportedAmount[] | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [{ value, scale }] : null;
}

const TICK_SCALE = 10;

/** xAI reports the exact charge in ticks of 10⁻¹⁰ USD. */
function ticksOf(value: unknown): readonly ReportedAmount[] | null {
  return Number.isSafeInteger(value) ? amountOf(value, TICK_SCALE) : null;
}

/**
 * The cost that Vercel's AI Gateway reports beside the usage, as a decimal text in USD: `gateway.cost` of the provider
 * metadata. Undefined for a call with the user's own provider key: then it is the gateway's fee alone
 * (vercel.com/docs/ai-gateway).
 */
export function gatewayCost(providerMetadata: unknown): string | undefined {
  const gateway = fieldsOf(fieldsOf(providerMetadata)?.['gateway']);
  const attempts = listOf(fieldsOf(gateway?.['routing'])?.['attempts']);
  const ownKey = attempts.some((attempt) => fieldsOf(attempt)?.['credentialType'] === 'byok');
  return ownKey ? undefined : usdText(gateway?.['cost']);
}

/** `value` as a decimal text if it is an amount from 0 on: a number or its text, also with an exponent (`5.6e-05`). */
export function usdText(value: unknown): string | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !(number >= 0 && number < 1e15)) return undefined;
  const [digits = '', exponent] = String(number).split('e-');
  return exponent === undefined ? digits : `0.${'0'.repeat(Number(exponent) - 1)}${digits.replace('.', '')}`;
}
