import type { ReportedUsage } from '../../types.ts';
import { count, fields } from '../../util/fields.ts';
import { reportedUsage } from '../reported-usage.ts';

/**
 * Converts `usageMetadata` to the definitions of `gen_ai.usage.*`; undefined if nothing was reported. The prompt count
 * includes cached tokens. Tool results that are fed back and thoughts are counted outside prompt and candidates.
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

/** Usage of embeddings. Vertex AI reports tokens per text, or not at all. */
export function usageOfEmbeddings(usageMetadata: unknown, embeddings: unknown): ReportedUsage | undefined {
  const total = usageOfContent(usageMetadata);
  if (total !== undefined || !Array.isArray(embeddings) || embeddings.length === 0) {
    return total;
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

/** The sum of the defined values; undefined if there are none. */
function sum(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? (a ?? b) : a + b;
}
