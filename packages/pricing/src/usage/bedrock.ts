import { branch, leaf, type NormalUsage, type UnknownUsage } from './meters.ts';
import { countOf, type Fields } from './read.ts';

/** Usage in the words of Bedrock's Converse: what was read from or written to the cache stands beside the input. */
export function normaliseBedrock(usage: Fields): NormalUsage | UnknownUsage {
  const input = countOf(usage, 'inputTokens');
  const output = countOf(usage, 'outputTokens');
  if (input === undefined || output === undefined) {
    return { unknown: `no ${input === undefined ? 'input' : 'output'} tokens were reported` };
  }
  const read = countOf(usage, 'cacheReadInputTokens') ?? 0;
  const written = countOf(usage, 'cacheWriteInputTokens') ?? 0;
  const total = countOf(usage, 'totalTokens');
  if (total !== undefined && total !== input + output + read + written) {
    return { unknown: `totalTokens ${String(total)} is not the sum of the other counts` };
  }
  return {
    nodes: [
      branch('input', input, [], [leaf('cache_read', read), leaf('cache_write', written)]),
      leaf('output', output),
    ],
    context: input + read + written,
  };
}
