import { normaliseAnthropic } from './anthropic.ts';
import { normaliseBedrock } from './bedrock.ts';
import { normaliseGemini } from './gemini.ts';
import { isSound, leaf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { normaliseOpenAi } from './openai.ts';
import type { UsageProfile } from './profiles.ts';
import { BadCount, countOf, fieldsOf, type Fields } from './read.ts';

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

/** xAI bills the sources of a live search in addition to the tokens. */
function withSources(nodes: readonly MeterNode[], usage: Fields): readonly MeterNode[] {
  const sources = countOf(usage, 'num_sources_used');
  return sources ? [...nodes, leaf('search_source', sources)] : nodes;
}
