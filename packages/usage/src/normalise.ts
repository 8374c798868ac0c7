import { normaliseAnthropic } from './anthropic.ts';
import { isBedrock, normaliseBedrock } from './bedrock.ts';
import { normaliseGemini, normaliseInteraction } from './gemini.ts';
import { extrasOf } from './extras.ts';
import { isSound, isUnknown, leaf, totalOf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { normaliseOpenAi } from './openai.ts';
import type { UsageProfile } from './profiles.ts';
import { unreadCounts } from './unread.ts';
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
  const normal = readShape(fields, profile, format);
  return isUnknown(normal) ? normal : (doubtOf(normal, fields) ?? normal);
}

/** The counts of `usage` in the format that it has, which may be incomplete. Never throws. */
export function readShape(
  usage: Fields,
  profile: UsageProfile,
  format: string | undefined,
): NormalUsage | UnknownUsage {
  // The token columns and the price of an attempt read the same object one after the other.
  if (last?.usage === usage && last.profile === profile && last.format === format) {
    return last.shape;
  }
  const shape = shapeOf(usage, profile, format);
  last = { usage, profile, format, shape };
  return shape;
}

let last:
  { usage: Fields; profile: UsageProfile; format: string | undefined; shape: NormalUsage | UnknownUsage } | undefined;

function shapeOf(usage: Fields, profile: UsageProfile, format: string | undefined): NormalUsage | UnknownUsage {
  try {
    const normal = byShape(usage, profile, format);
    return isUnknown(normal) || normal.nodes.every(isSound) ? normal : PART_EXCEEDS;
  } catch (error) {
    if (error instanceof BadCount) {
      return { unknown: error.message };
    }
    throw error;
  }
}

const PART_EXCEEDS: UnknownUsage = { unknown: 'a part of the usage exceeds its total' };

/** Why a usage that could be read is not complete or not to be believed. */
function doubtOf({ nodes, incomplete }: NormalUsage, usage: Fields): UnknownUsage | undefined {
  if (incomplete !== undefined) {
    return { unknown: incomplete };
  }
  const input = nodes.find(({ meter }) => meter === 'input');
  const output = nodes.find(({ meter }) => meter === 'output');
  // No model writes without having read something. Such counts are placeholders of a server or a proxy.
  if (input !== undefined && output !== undefined && totalOf(input) === 0 && !('billed_units' in usage)) {
    return { unknown: totalOf(output) === 0 ? 'all counts are 0' : 'output tokens without input tokens were reported' };
  }
  const unread = unreadCounts(usage);
  return unread.length === 0 ? undefined : { unknown: `it is not known what ${unread.join(', ')} cost` };
}

function byShape(usage: Fields, profile: UsageProfile, format: string | undefined): NormalUsage | UnknownUsage {
  if ('promptTokenCount' in usage) {
    return normaliseGemini(usage);
  }
  if ('total_input_tokens' in usage) {
    return normaliseInteraction(usage);
  }
  if (isBedrock(usage)) {
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
  const normal = normaliseOpenAi(usage, format, {
    omitsThinking: profile === 'gemini',
    reasonsBeside: profile === 'perplexity',
  });
  return isUnknown(normal) ? normal : { ...normal, nodes: [...normal.nodes, ...extrasOf(usage, format)] };
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
    ['image_tokens', 'input_image'],
  ] as const) {
    const count = countOf(billed, key);
    if (count !== undefined && (count > 0 || meter === 'input' || meter === 'output')) {
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
