import { branch, leaf, missing, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { countOf, fieldsOf, firstCount, textOf, type Fields } from './read.ts';

/**
 * Reads the usage of Gemini's generateContent (`usageMetadata`): the prompt includes cached content but not the tool
 * results fed back, and the candidates do not include thoughts.
 */
export function normaliseGemini(usage: Fields): NormalUsage | UnknownUsage {
  const prompt = countOf(usage, 'promptTokenCount');
  const toolPrompt = countOf(usage, 'toolUsePromptTokenCount') ?? 0;
  const cached = countOf(usage, 'cachedContentTokenCount') ?? 0;
  const thoughts = countOf(usage, 'thoughtsTokenCount') ?? 0;
  const candidates = firstCount(usage, 'candidatesTokenCount', 'responseTokenCount') ?? 0;
  const total = countOf(usage, 'totalTokenCount');
  const withoutThoughts = (prompt ?? 0) + toolPrompt + candidates;
  // The total of the Live API leaves out the thoughts.
  if (total !== undefined && prompt !== undefined && ![withoutThoughts, withoutThoughts + thoughts].includes(total)) {
    return { unknown: `totalTokenCount ${String(total)} is not the sum of the other counts` };
  }

  const cachedByModality = byModality(usage['cacheTokensDetails']);
  const parts: MeterNode[] = [];
  for (const [modality, count] of byModality(usage['promptTokensDetails'] ?? usage['promptTokenDetails'])) {
    const fromCache = cachedByModality.get(modality) ?? 0;
    if (fromCache > count) {
      return { unknown: `more ${modality} tokens were cached than sent` };
    }
    parts.push(leaf(`input_${modality}`, count - fromCache));
  }
  const cachedParts = [...cachedByModality].map(([modality, count]) => leaf(`cache_read_${modality}`, count));
  parts.push(branch('cache_read', cached, cachedParts));

  const outputParts = [...byModality(usage['candidatesTokensDetails'] ?? usage['responseTokensDetails'])].map(
    ([modality, count]) => leaf(`output_${modality}`, count),
  );
  return {
    nodes: [
      branch('input', prompt ?? 0, parts, toolPrompt > 0 ? [leaf('input_tool', toolPrompt)] : []),
      branch('output', candidates, outputParts, [leaf('reasoning', thoughts)]),
    ],
    context: (prompt ?? 0) + toolPrompt,
    ...missing(prompt, candidates),
  };
}

/** Tokens of each modality except text, with names in lower case. */
function byModality(details: unknown): Map<string, number> {
  const counts = new Map<string, number>();
  for (const detail of Array.isArray(details) ? details : []) {
    const modality = textOf(fieldsOf(detail), 'modality')?.toLowerCase();
    const count = countOf(fieldsOf(detail), 'tokenCount');
    if (modality !== undefined && modality !== 'text' && count !== undefined) {
      counts.set(modality, (counts.get(modality) ?? 0) + count);
    }
  }
  return counts;
}

/**
 * Reads the usage of Gemini's Interactions API: the output does not include thoughts, nor the input tool results fed back.
 * Throws BadCount.
 */
export function normaliseInteraction(usage: Fields): NormalUsage | UnknownUsage {
  return normaliseGemini({
    promptTokenCount: usage['total_input_tokens'],
    candidatesTokenCount: usage['total_output_tokens'],
    thoughtsTokenCount: usage['total_thought_tokens'],
    toolUsePromptTokenCount: usage['total_tool_use_tokens'],
    cachedContentTokenCount: usage['total_cached_tokens'],
    totalTokenCount: usage['total_tokens'],
    promptTokensDetails: detailsOf(usage['input_tokens_by_modality']),
    cacheTokensDetails: detailsOf(usage['cached_tokens_by_modality']),
    candidatesTokensDetails: detailsOf(usage['output_tokens_by_modality']),
  });
}

function detailsOf(byModality: unknown): unknown {
  return Array.isArray(byModality)
    ? byModality.map((entry) => ({ modality: fieldsOf(entry)?.['modality'], tokenCount: fieldsOf(entry)?.['tokens'] }))
    : undefined;
}
