import { branch, leaf, missing, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { countOf, fieldsOf, textOf, type Fields } from './read.ts';

/** Reads the usage of Bedrock's Converse API: the input does not include tokens read from or written to the cache. */
export function normaliseBedrock(usage: Fields): NormalUsage | UnknownUsage {
  const input = countOf(usage, 'inputTokens');
  const output = countOf(usage, 'outputTokens');
  const read = countOf(usage, 'cacheReadInputTokens') ?? 0;
  const written = countOf(usage, 'cacheWriteInputTokens') ?? 0;
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
