import type { Usage } from '@tokentrail/records';
import type { ReportedUsage } from '../types.ts';

export const TOKENS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'audioInputTokens',
  'audioOutputTokens',
] as const satisfies readonly (keyof Usage)[];

/**
 * Sum of the token counts of attempts that together made one response. Undefined if an attempt did not report its
 * usage. A total (input, output) that one attempt lacks is absent from the sum, which would be too low. A part (cached,
 * reasoning, audio) counts as 0 in an attempt that lacks it: providers leave out parts that are 0.
 */
export function sumOfUsages(usages: readonly (ReportedUsage | undefined)[]): Usage | undefined {
  const reported = usages.flatMap((usage) => (usage === undefined ? [] : [tokensOf(usage)]));
  if (reported.length < usages.length) {
    return undefined;
  }
  const sum: Usage = {};
  for (const key of TOKENS) {
    const counts = reported.flatMap((usage) => usage[key] ?? []);
    const isTotal = key === 'inputTokens' || key === 'outputTokens';
    if (isTotal ? counts.length === reported.length : counts.length > 0) {
      sum[key] = counts.reduce((total, count) => total + count, 0);
    }
  }
  return sum;
}

/** The token counts of `usage` that are whole numbers from 0 on. Providers and apps may report any value. */
export function tokensOf(usage: ReportedUsage): Usage {
  const tokens: Usage = {};
  // Written out because a loop over the names takes several times as long.
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage;
  const { audioInputTokens, audioOutputTokens } = usage;
  if (isCount(inputTokens)) tokens.inputTokens = inputTokens;
  if (isCount(outputTokens)) tokens.outputTokens = outputTokens;
  if (isCount(cacheReadTokens)) tokens.cacheReadTokens = cacheReadTokens;
  if (isCount(cacheWriteTokens)) tokens.cacheWriteTokens = cacheWriteTokens;
  if (isCount(reasoningTokens)) tokens.reasoningTokens = reasoningTokens;
  if (isCount(audioInputTokens)) tokens.audioInputTokens = audioInputTokens;
  if (isCount(audioOutputTokens)) tokens.audioOutputTokens = audioOutputTokens;
  return tokens;
}

export function hasTokens(usage: ReportedUsage | undefined): usage is ReportedUsage {
  return isCount(usage?.inputTokens) || isCount(usage?.outputTokens);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
