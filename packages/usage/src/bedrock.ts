import { branch, leaf, missing, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { atTop, countIn, countOf, fieldsOf, textOf, type Fields, type Position } from './read.ts';

/**
 * Names of Bedrock's counts: Converse (`inputTokens`), the metrics at the end of an InvokeModel stream (`inputTokenCount`),
 * Titan's embeddings (`inputTextTokenCount`). Converse sends each cache count under two names.
 */
export const BEDROCK_POSITIONS = {
  input: [atTop('inputTokens', 'inputTokenCount', 'inputTextTokenCount')],
  output: [atTop('outputTokens', 'outputTokenCount')],
  cacheRead: [atTop('cacheReadInputTokens', 'cacheReadInputTokenCount')],
  cacheWrite: [atTop('cacheWriteInputTokens', 'cacheWriteInputTokenCount')],
} as const satisfies Record<string, readonly Position[]>;

/** Whether the object has one of Bedrock's names. */
export function isBedrock(usage: Fields): boolean {
  return 'inputTokens' in usage || 'inputTokenCount' in usage || 'inputTextTokenCount' in usage;
}

/** Reads the usage of Bedrock: the input does not include tokens read from or written to the cache. Throws BadCount. */
export function normaliseBedrock(usage: Fields): NormalUsage | UnknownUsage {
  const input = countIn(usage, BEDROCK_POSITIONS.input);
  const output = countIn(usage, BEDROCK_POSITIONS.output) ?? ('inputTextTokenCount' in usage ? 0 : undefined);
  const read = countIn(usage, BEDROCK_POSITIONS.cacheRead) ?? 0;
  const written = countIn(usage, BEDROCK_POSITIONS.cacheWrite) ?? 0;
  const total = countOf(usage, 'totalTokens');
  if (total !== undefined && total !== (input ?? 0) + (output ?? 0) + read + written) {
    return { unknown: `totalTokens ${String(total)} is not the sum of the other counts` };
  }
  const cache = [leaf('cache_read', read), branch('cache_write', written, byTtl(usage))];
  const nodes = [
    ...(input === undefined ? cache : [branch('input', input, [], cache)]),
    ...(output === undefined ? [] : [leaf('output', output)]),
  ];
  return { nodes, context: (input ?? 0) + read + written, ...missing(input, output) };
}

/** Cache writes by their time to live: `cacheDetails: [{ inputTokens, ttl }]`. */
function byTtl(usage: Fields): MeterNode[] {
  const details: readonly unknown[] = Array.isArray(usage['cacheDetails']) ? usage['cacheDetails'] : [];
  return details.flatMap((detail) => {
    const ttl = textOf(fieldsOf(detail), 'ttl');
    const count = countOf(fieldsOf(detail), 'inputTokens') ?? 0;
    return ttl === undefined || count === 0 ? [] : [leaf(`cache_write:${ttl}`, count)];
  });
}
