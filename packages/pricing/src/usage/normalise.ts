import { decimalOfNumber, plus, shiftDown, type Decimal } from '../decimal.ts';
import { normaliseAnthropic } from './anthropic.ts';
import { normaliseBedrock } from './bedrock.ts';
import { normaliseGemini } from './gemini.ts';
import { isSound, leaf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { normaliseOpenAi } from './openai.ts';
import { BadCount, countOf, fieldsOf, type Fields } from './read.ts';

/**
 * The counting conventions of sellers. The profile belongs to the seller, not to the SDK; the wire format is detected
 * from the object, because a seller may use several.
 */
export const USAGE_PROFILES = ['openai', 'anthropic', 'gemini', 'xai', 'openrouter', 'cohere', 'perplexity'] as const;
export type UsageProfile = (typeof USAGE_PROFILES)[number];

const PROFILE_BY_SELLER: Readonly<Record<string, UsageProfile>> = {
  anthropic: 'anthropic',
  google: 'gemini',
  'x-ai': 'xai',
  openrouter: 'openrouter',
  perplexity: 'perplexity',
  cohere: 'cohere',
};

/** The profile of a seller for which the book has none. */
export function profileOf(seller: string | undefined): UsageProfile {
  return (seller !== undefined && Object.hasOwn(PROFILE_BY_SELLER, seller) && PROFILE_BY_SELLER[seller]) || 'openai';
}

/** Converts a provider's usage object to meters. Never throws; contradictory usage is unknown. */
export function normaliseUsage(
  usage: unknown,
  profile: UsageProfile,
  format: string | undefined,
): NormalUsage | UnknownUsage {
  const fields = fieldsOf(usage);
  if (fields === undefined) {
    return { unknown: 'no usage was reported' };
  }
  try {
    const normal = byShape(fields, profile, format);
    if (!('unknown' in normal) && !normal.nodes.every(isSound)) {
      return { unknown: 'a part of the usage exceeds its total' };
    }
    return normal;
  } catch (error) {
    if (error instanceof BadCount) {
      return { unknown: error.message };
    }
    throw error;
  }
}

function byShape(usage: Fields, profile: UsageProfile, format: string | undefined): NormalUsage | UnknownUsage {
  if ('promptTokenCount' in usage) {
    return normaliseGemini(usage);
  }
  if ('inputTokens' in usage) {
    return normaliseBedrock(usage);
  }
  if ('billed_units' in usage || isCohereCount(usage, profile)) {
    return normaliseCohere(usage);
  }
  if (usage['type'] === 'duration') {
    return durationOf(usage);
  }
  if (isAnthropicShape(usage, profile)) {
    return normaliseAnthropic(usage);
  }
  const normal = normaliseOpenAi(usage, format, profile === 'gemini');
  return 'unknown' in normal ? normal : { ...normal, nodes: withSources(normal.nodes, usage) };
}

function isAnthropicShape(usage: Fields, profile: UsageProfile): boolean {
  return (
    'input_tokens' in usage &&
    !('total_tokens' in usage) &&
    (profile === 'anthropic' || 'cache_read_input_tokens' in usage || 'cache_creation_input_tokens' in usage)
  );
}

/**
 * Whether the object is Cohere's `tokens`, which some libraries pass on alone. It is more than Cohere bills, and it has
 * no total.
 */
function isCohereCount(usage: Fields, profile: UsageProfile): boolean {
  return profile === 'cohere' && 'input_tokens' in usage && !('total_tokens' in usage);
}

/** Cohere reports billed units separately from counted tokens. */
function normaliseCohere(usage: Fields): NormalUsage | UnknownUsage {
  const billed = fieldsOf(usage['billed_units']);
  if (billed === undefined) {
    return { unknown: 'no billed units were reported' };
  }
  const nodes: MeterNode[] = [];
  for (const [key, meter] of [
    ['input_tokens', 'input'],
    ['output_tokens', 'output'],
    ['search_units', 'search'],
    ['images', 'image'],
  ] as const) {
    const count = countOf(billed, key);
    if (count !== undefined) {
      nodes.push(leaf(meter, count));
    }
  }
  return nodes.length === 0
    ? { unknown: 'no billed units were reported' }
    : { nodes, context: countOf(billed, 'input_tokens') ?? 0 };
}

/** Transcription billed by duration; seconds may have a fraction. */
function durationOf(usage: Fields): NormalUsage | UnknownUsage {
  const seconds = usage['seconds'];
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? { nodes: [leaf('second', seconds)], context: 0 }
    : { unknown: 'no duration was reported' };
}

/** Cost of the call in USD that the provider reported within the usage; null if its profile has none. */
export function reportedCost(usage: unknown, profile: UsageProfile): Decimal | null {
  const fields = fieldsOf(usage);
  switch (profile) {
    case 'openrouter':
      return routerCost(fields);
    case 'perplexity':
      return amountOf(fieldsOf(fields?.['cost'])?.['total_cost']);
    case 'xai':
      return ticksOf(fields?.['cost_in_usd_ticks']);
    default:
      return null;
  }
}

/**
 * With the user's own provider key, OpenRouter charges its fee and the provider charges the call: the cost is the sum
 * of both.
 */
function routerCost(usage: Fields | undefined): Decimal | null {
  const charged = amountOf(usage?.['cost']);
  if (charged === null || usage?.['is_byok'] !== true) {
    return charged;
  }
  const upstream = amountOf(fieldsOf(usage['cost_details'])?.['upstream_inference_cost']);
  return upstream === null ? null : plus(charged, upstream);
}

function amountOf(value: unknown): Decimal | null {
  return typeof value === 'number' && value >= 0 ? decimalOfNumber(value) : null;
}

const TICK_SCALE = 10;

/** xAI reports the exact charge in ticks of 10⁻¹⁰ USD. */
function ticksOf(value: unknown): Decimal | null {
  const ticks = Number.isSafeInteger(value) ? amountOf(value) : null;
  return ticks === null ? null : shiftDown(ticks, TICK_SCALE);
}

/** xAI bills the sources of a live search in addition to the tokens. */
function withSources(nodes: readonly MeterNode[], usage: Fields): readonly MeterNode[] {
  const sources = countOf(usage, 'num_sources_used');
  return sources ? [...nodes, leaf('search_source', sources)] : nodes;
}
