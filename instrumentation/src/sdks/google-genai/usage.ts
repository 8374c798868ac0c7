import type { ReportedUsage } from '../../types.ts';
import { count, fields } from '../../util/fields.ts';
import { reportedUsage } from '../reported-usage.ts';

/** Usage of embeddings. Vertex AI reports tokens per text, or not at all. */
export function usageOfEmbeddings(usageMetadata: unknown, embeddings: unknown): ReportedUsage | undefined {
  const total = reportedUsage(usageMetadata);
  if (total !== undefined || !Array.isArray(embeddings) || embeddings.length === 0) {
    return total;
  }
  const counts = embeddings.map((embedding) => count(fields(fields(embedding).statistics).tokenCount));
  const reportedValues = counts.filter((tokens) => tokens !== undefined);
  return reportedValues.length < counts.length
    ? undefined
    : { inputTokens: reportedValues.reduce((all, tokens) => all + tokens, 0) };
}
