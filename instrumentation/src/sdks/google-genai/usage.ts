import type { ReportedUsage } from '../../types.ts';
import { count, fields } from '../../util/fields.ts';
import { reportedUsage } from '../reported-usage.ts';

/**
 * `usageMetadata` in the meanings of `gen_ai.usage.*`; undefined where nothing was reported. Cached tokens are within the
 * prompt; the results of tools that are fed back, and the thoughts, stand beside prompt and candidates.
 */
export function usageOfContent(reported: unknown): ReportedUsage | undefined {
  const usage = fields(reported);
  return reportedUsage(usage, {
    inputTokens: sum(count(usage.promptTokenCount), count(usage.toolUsePromptTokenCount)),
    outputTokens: sum(
      count(usage.candidatesTokenCount) ?? count(usage.responseTokenCount),
      count(usage.thoughtsTokenCount),
    ),
    cacheReadTokens: count(usage.cachedContentTokenCount),
    reasoningTokens: count(usage.thoughtsTokenCount),
    audioInputTokens: audioIn(usage.promptTokensDetails),
    audioOutputTokens: audioIn(usage.candidatesTokensDetails),
  });
}

/** Vertex tells the tokens of each text by itself, where it tells them at all. */
export function usageOfEmbeddings(usageMetadata: unknown, embeddings: unknown): ReportedUsage | undefined {
  const whole = usageOfContent(usageMetadata);
  if (whole !== undefined || !Array.isArray(embeddings) || embeddings.length === 0) {
    return whole;
  }
  const counts = embeddings.map((embedding) => count(fields(fields(embedding).statistics).tokenCount));
  const reportedValues = counts.filter((tokens) => tokens !== undefined);
  return reportedValues.length < counts.length
    ? undefined
    : { inputTokens: reportedValues.reduce((all, tokens) => all + tokens, 0) };
}

function audioIn(details: unknown): number | undefined {
  const audio = Array.isArray(details) ? details.filter((detail) => fields(detail).modality === 'AUDIO') : [];
  return audio.reduce<number | undefined>((all, detail) => sum(all, count(fields(detail).tokenCount)), undefined);
}

/** Of what was reported; undefined where nothing was. */
function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a + b;
}
