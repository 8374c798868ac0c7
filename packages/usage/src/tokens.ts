import type { Usage } from '@tokentrail/records';
import { BEDROCK_POSITIONS } from './bedrock.ts';
import { isUnknown, totalOf, type MeterNode } from './meters.ts';
import { readShape } from './normalise.ts';
import { OPENAI_POSITIONS } from './openai-positions.ts';
import type { UsageProfile } from './profiles.ts';
import { atTop, BadCount, countIn, fieldsOf, type Fields, type Position } from './read.ts';

/** Where providers report the count of each column, in every format. */
const POSITIONS: Readonly<Record<keyof Usage, readonly Position[]>> = {
  inputTokens: [...OPENAI_POSITIONS.input, atTop('promptTokenCount'), ...BEDROCK_POSITIONS.input],
  outputTokens: [
    ...OPENAI_POSITIONS.output,
    atTop('candidatesTokenCount', 'responseTokenCount'),
    ...BEDROCK_POSITIONS.output,
  ],
  cacheReadTokens: [...OPENAI_POSITIONS.cacheRead, atTop('cachedContentTokenCount'), ...BEDROCK_POSITIONS.cacheRead],
  cacheWriteTokens: [...OPENAI_POSITIONS.cacheWrite, ...BEDROCK_POSITIONS.cacheWrite],
  reasoningTokens: [
    ...OPENAI_POSITIONS.reasoning,
    { within: ['output_tokens_details'], names: ['thinking_tokens'] },
    atTop('thoughtsTokenCount'),
  ],
  audioInputTokens: OPENAI_POSITIONS.audioInput,
  audioOutputTokens: OPENAI_POSITIONS.audioOutput,
};

/** The column of a meter. The parts of a meter are within its count. */
const COLUMNS: Readonly<Record<string, keyof Usage>> = {
  input: 'inputTokens',
  output: 'outputTokens',
  cache_read: 'cacheReadTokens',
  cache_write: 'cacheWriteTokens',
  reasoning: 'reasoningTokens',
  input_audio: 'audioInputTokens',
  cache_read_audio: 'audioInputTokens',
  output_audio: 'audioOutputTokens',
};

/**
 * The token columns of a record, from the same reading as its price. A count that the provider did not report is absent, and a
 * reported 0 is 0. Of a usage that contradicts itself, the columns are the counts as they were reported. Never throws.
 */
export function tokensIn(usage: unknown, profile: UsageProfile, format: string | undefined): Usage {
  const fields = fieldsOf(usage);
  if (fields === undefined) {
    return {};
  }
  const normal = readShape(fields, profile, format);
  const totals: Usage = {};
  if (!isUnknown(normal)) normal.nodes.forEach((node) => addTo(totals, node));
  const tokens: Usage = {};
  for (const column in POSITIONS) {
    const key = column as keyof Usage;
    const count = totals[key] || reportedAt(fields, POSITIONS[key]);
    if (count !== undefined) tokens[key] = count;
  }
  return tokens;
}

function addTo(totals: Usage, node: MeterNode): void {
  const column = Object.hasOwn(COLUMNS, node.meter) ? COLUMNS[node.meter] : undefined;
  if (column !== undefined) totals[column] = (totals[column] ?? 0) + totalOf(node);
  for (const part of node.inside) addTo(totals, part);
  for (const part of node.beside) addTo(totals, part);
}

function reportedAt(usage: Fields, positions: readonly Position[]): number | undefined {
  try {
    return countIn(usage, positions);
  } catch (error) {
    if (error instanceof BadCount) return undefined;
    throw error;
  }
}
