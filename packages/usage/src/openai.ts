import { branch, leaf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { countOf, fieldsOf, firstCount, type Fields } from './read.ts';

/**
 * Reads usage in OpenAI's formats: Chat Completions (`prompt_tokens`), Responses (`input_tokens`), embeddings, images,
 * transcription. There the totals include cached input and reasoning; `total_tokens` reveals sellers that use the
 * format but do not include them.
 */
export function normaliseOpenAi(
  usage: Fields,
  format: string | undefined,
  omitsThinking: boolean,
): NormalUsage | UnknownUsage {
  const input = firstCount(usage, 'prompt_tokens', 'input_tokens');
  const total = countOf(usage, 'total_tokens');
  const reportedOutput = firstCount(usage, 'completion_tokens', 'output_tokens');
  if (input === undefined) {
    return { unknown: 'no input tokens were reported' };
  }
  const output = reportedOutput ?? (total === input || isEmbedding(format) ? 0 : undefined);
  if (output === undefined) {
    return { unknown: 'no output tokens were reported' };
  }

  const inputDetails = fieldsOf(
    usage['prompt_tokens_details'] ?? usage['input_tokens_details'] ?? usage['input_token_details'],
  );
  const outputDetails = fieldsOf(
    usage['completion_tokens_details'] ?? usage['output_tokens_details'] ?? usage['output_token_details'],
  );
  const cacheRead =
    firstCount(inputDetails, 'cached_tokens') ?? firstCount(usage, 'cached_tokens', 'prompt_cache_hit_tokens') ?? 0;
  const cacheWrite = firstCount(inputDetails, 'cache_write_tokens', 'cache_creation_tokens') ?? 0;
  const reasoning = countOf(outputDetails, 'reasoning_tokens') ?? countOf(usage, 'reasoning_tokens') ?? 0;

  const inclusion = inclusionOf({ input, output, total, cached: cacheRead + cacheWrite, reasoning, omitsThinking });
  if (inclusion === null) {
    return { unknown: `total_tokens ${String(total)} does not match the other counts` };
  }
  const inputNode = inputOf(input, inputDetails, cacheRead, cacheWrite, inclusion.cacheInside);
  if (inputNode === null) {
    return { unknown: 'more tokens of one modality were cached than sent' };
  }
  const outputNode = outputOf(output, outputDetails, format, inclusion);
  return { nodes: [inputNode, outputNode], context: inclusion.cacheInside ? input : input + cacheRead + cacheWrite };
}

interface Inclusion {
  cacheInside: boolean;
  reasoningInside: boolean;
  reasoning: number;
}

interface Counts {
  input: number;
  output: number;
  total: number | undefined;
  cached: number;
  reasoning: number;
  /** Whether this seller reports thinking tokens only in the total, not in the output or its details. */
  omitsThinking: boolean;
}

/**
 * Determines from the total whether input includes cached tokens and output includes reasoning; null if none or several
 * of the possibilities match the total.
 */
function inclusionOf(counts: Counts): Inclusion | null {
  const { input, output, total, cached, reasoning } = counts;
  const sum = input + output;
  if (total === undefined || total === sum) {
    return { cacheInside: true, reasoningInside: true, reasoning };
  }
  const readings: Inclusion[] = [];
  if (reasoning > 0 && total === sum + reasoning) {
    readings.push({ cacheInside: true, reasoningInside: false, reasoning });
  }
  if (cached > 0 && total === sum + cached) {
    readings.push({ cacheInside: false, reasoningInside: true, reasoning });
  }
  if (cached > 0 && reasoning > 0 && total === sum + cached + reasoning) {
    readings.push({ cacheInside: false, reasoningInside: false, reasoning });
  }
  if (readings.length === 0 && counts.omitsThinking && reasoning === 0 && total > sum) {
    readings.push({ cacheInside: true, reasoningInside: false, reasoning: total - sum });
  }
  return readings.length === 1 ? (readings[0] ?? null) : null;
}

const INPUT_MODALITIES = ['audio', 'image', 'video'].map((modality) => ({
  field: `${modality}_tokens`,
  input: `input_${modality}`,
  cached: `cache_read_${modality}`,
}));

function inputOf(
  input: number,
  details: Fields | undefined,
  cacheRead: number,
  cacheWrite: number,
  cacheInside: boolean,
): MeterNode | null {
  const cachedByModality = fieldsOf(details?.['cached_tokens_details']);
  const parts: MeterNode[] = [];
  const cachedParts: MeterNode[] = [];
  for (const modality of INPUT_MODALITIES) {
    const count = countOf(details, modality.field) ?? 0;
    const cached = countOf(cachedByModality, modality.field);
    if ((cached ?? 0) > count) {
      return null;
    }
    if (count > 0 && cacheRead > 0 && cached === undefined) {
      parts.push({ ...leaf(modality.input, count), overlapsCached: true });
    } else if (count > 0) {
      parts.push(leaf(modality.input, count - (cached ?? 0)));
      cachedParts.push(leaf(modality.cached, cached ?? 0));
    }
  }
  const cache = cacheInside ? parts : [];
  if (cacheRead > 0) {
    cache.push(branch('cache_read', cacheRead, cachedParts));
  }
  if (cacheWrite > 0) {
    cache.push(leaf('cache_write', cacheWrite));
  }
  return cacheInside ? branch('input', input, parts) : branch('input', input, parts, cache);
}

function outputOf(
  output: number,
  details: Fields | undefined,
  format: string | undefined,
  inclusion: Inclusion,
): MeterNode {
  const audio = countOf(details, 'audio_tokens') ?? 0;
  // The images endpoint reports only image tokens unless the details say otherwise.
  const images = countOf(details, 'image_tokens') ?? (isImages(format) && details === undefined ? output : 0);
  if (audio === 0 && images === 0 && inclusion.reasoning === 0) {
    return leaf('output', output);
  }
  const parts = [leaf('output_audio', audio), leaf('output_image', images)];
  const reasoning = leaf('reasoning', inclusion.reasoning);
  return inclusion.reasoningInside
    ? branch('output', output, [...parts, reasoning])
    : branch('output', output, parts, [reasoning]);
}

function isEmbedding(format: string | undefined): boolean {
  return format?.includes('embedding') ?? false;
}

function isImages(format: string | undefined): boolean {
  return format?.includes('image') ?? false;
}
