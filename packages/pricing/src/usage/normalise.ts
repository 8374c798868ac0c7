import { decimalOfNumber, plus, shiftDown, type Decimal } from '../decimal.ts';
import { normaliseAnthropic } from './anthropic.ts';
import { normaliseBedrock } from './bedrock.ts';
import { normaliseGemini } from './gemini.ts';
import { isSound, leaf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { normaliseOpenAi } from './openai.ts';
import { BadCount, countOf, fieldsOf, type Fields } from './read.ts';

/**
 * How a seller counts. The profile belongs to the seller, not to the SDK; the wire shape is read from the object, for a
 * seller may speak several.
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

/** The profile of a seller that the book gives none for. */
export function profileOf(seller: string | undefined): UsageProfile {
  return (seller !== undefined && Object.hasOwn(PROFILE_BY_SELLER, seller) && PROFILE_BY_SELLER[seller]) || 'openai';
}

/** Meters of `usage` as the provider sent it. Never throws; what contradicts itself is unknown. */
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
      return { unknown: 'a part exceeds its total' };
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

/** Cohere's `tokens`, which some libraries hand on alone: more than it bills, and known by having no total. */
function isCohereCount(usage: Fields, profile: UsageProfile): boolean {
  return profile === 'cohere' && 'input_tokens' in usage && !('total_tokens' in usage);
}

/** Cohere: what is billed stands apart from what was counted. */
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

/** Transcription by length; seconds may have a fraction. */
function durationOf(usage: Fields): NormalUsage | UnknownUsage {
  const seconds = usage['seconds'];
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0
    ? { nodes: [leaf('second', seconds)], context: 0 }
    : { unknown: 'no duration was reported' };
}

/** What the provider says the call cost, USD, where its profile reports that within the usage. */
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

/** With a key of one's own, OpenRouter charges its fee and the provider behind it the call: the call costs both. */
function routerCost(usage: Fields | undefined): Decimal | null {
  const charged = amountOf(usage?.['cost']);
  if (charged === null || usage?.['is_byok'] !== true) {
    return charged;
  }
  const behind = amountOf(fieldsOf(usage['cost_details'])?.['upstream_inference_cost']);
  return behind === null ? null : plus(charged, behind);
}

function amountOf(value: unknown): Decimal | null {
  return typeof value === 'number' && value >= 0 ? decimalOfNumber(value) : null;
}

const DIGITS_OF_A_TICK = 10;

/** xAI: the exact charge, in ticks of 10⁻¹⁰ USD. */
function ticksOf(value: unknown): Decimal | null {
  const ticks = Number.isSafeInteger(value) ? amountOf(value) : null;
  return ticks === null ? null : shiftDown(ticks, DIGITS_OF_A_TICK);
}

/** xAI bills the sources a live search used; they stand beside the tokens. */
function withSources(nodes: readonly MeterNode[], usage: Fields): readonly MeterNode[] {
  const sources = countOf(usage, 'num_sources_used');
  return sources ? [...nodes, leaf('search_source', sources)] : nodes;
}
