import { branch, leaf, missing, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { inputDetailsOf, OPENAI_POSITIONS, outputDetailsOf, WRITES_BY_TTL } from './openai-positions.ts';
import { countIn, countOf, fieldsOf, objectsIn, type Fields } from './read.ts';
import { writesByTtl } from './cache-writes.ts';
import { secondsOf } from './extras.ts';

/** What a seller does otherwise than OpenAI. */
export interface OpenAiVariant {
  /** Thinking tokens are only in the total, neither in the output nor in its details. */
  omitsThinking: boolean;
  /** Reasoning that exceeds the output is billed beside it, in no total. */
  reasonsBeside: boolean;
}

/**
 * Reads usage in OpenAI's formats: Chat Completions (`prompt_tokens`), Responses (`input_tokens`), embeddings, images,
 * transcription. There the totals include cached input and reasoning; `total_tokens` reveals sellers that use the
 * format but do not include them. Throws BadCount.
 */
export function normaliseOpenAi(
  reported: Fields,
  format: string | undefined,
  variant: OpenAiVariant,
): NormalUsage | UnknownUsage {
  const usage = withSessionDetails(reported);
  const reportedOutput = countIn(usage, OPENAI_POSITIONS.output);
  const reportedTotal = countOf(usage, 'total_tokens');
  const prompt = countIn(usage, OPENAI_POSITIONS.input);
  const audioBeside = audioBesidePrompt(usage, prompt, reportedOutput, reportedTotal);
  const input = prompt === undefined ? totalOfInput(reportedOutput, reportedTotal, format) : prompt + audioBeside;
  const output = reportedOutput ?? (reportedTotal === input || isEmbedding(format) ? 0 : undefined);
  // Proxies that fill both families of names leave the total of the unused one at 0.
  const total = reportedTotal === 0 ? undefined : reportedTotal;

  const cacheRead = countIn(usage, OPENAI_POSITIONS.cacheRead) ?? 0;
  const writes = cacheWritesOf(usage);
  const reasoning = countIn(usage, OPENAI_POSITIONS.reasoning) ?? 0;
  const cached = cacheRead + writes.wire;
  const inclusion = inclusionOf({ input: input ?? 0, output: output ?? 0, total, cached, reasoning, ...variant });
  if (inclusion === null) {
    return { unknown: `total_tokens ${String(total)} does not match the other counts` };
  }
  const inputDetails = withAudio(fieldsOf(inputDetailsOf(usage)), audioBeside);
  const inputNode = inputOf(input ?? cached, inputDetails, cacheRead, writes, inclusion.cacheInside);
  if (inputNode === null) {
    return { unknown: 'more tokens of one modality were cached than sent' };
  }
  const outputNode = outputOf(output ?? 0, fieldsOf(outputDetailsOf(usage)), format, inclusion);
  return {
    nodes: [...(input === undefined ? inputNode.inside : [inputNode]), ...(output === undefined ? [] : [outputNode])],
    context: (input ?? 0) + (inclusion.cacheInside ? 0 : cached),
    ...missing(input, output),
  };
}

/** Embeddings and rankings of some sellers (Voyage, Jina) have a total only: all of it is input. */
function totalOfInput(output: number | undefined, total: number | undefined, format = ''): number | undefined {
  return output === undefined && !/chat|responses|messages|completion|transcription/.test(format) ? total : undefined;
}

/** DashScope's sessions report cache writes in `x_details`, a list with one usage. */
function withSessionDetails(usage: Fields): Fields {
  const details: unknown = Array.isArray(usage['x_details']) ? usage['x_details'][0] : undefined;
  return fieldsOf(details) === undefined ? usage : { ...fieldsOf(details), ...usage };
}

/** Mistral counts the tokens of audio in the total, and not in the prompt. */
function audioBesidePrompt(usage: Fields, prompt = 0, output = 0, total = 0): number {
  return secondsOf(usage) > 0 && total > prompt + output ? total - prompt - output : 0;
}

/** Mistral does not always repeat these tokens in the details. */
function withAudio(details: Fields | undefined, audioBeside: number): Fields | undefined {
  return audioBeside === 0 || countOf(details, 'audio_tokens') ? details : { ...details, audio_tokens: audioBeside };
}

function cacheWritesOf(usage: Fields): MeterNode {
  const count = countIn(usage, OPENAI_POSITIONS.cacheWrite);
  for (const byTtl of [...objectsIn(usage, WRITES_BY_TTL), usage]) {
    const writes = writesByTtl(byTtl, count);
    if (writes.wire > 0) return writes;
  }
  return leaf('cache_write', count ?? 0);
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
  omitsThinking: boolean;
  reasonsBeside: boolean;
}

/**
 * Determines from the total whether input includes cached tokens and output includes reasoning; null if none or several
 * of the possibilities match the total.
 */
function inclusionOf(counts: Counts): Inclusion | null {
  const { input, output, total, cached, reasoning } = counts;
  const sum = input + output;
  if (total === undefined || total === sum) {
    const isBeside = counts.reasonsBeside && reasoning > output;
    return { cacheInside: true, reasoningInside: !isBeside, reasoning };
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
  writes: MeterNode,
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
  if (writes.wire > 0) {
    cache.push(writes);
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
