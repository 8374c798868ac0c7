import { writesByTtl } from './cache-writes.ts';
import { branch, leaf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';
import { countOf, fieldsOf, type Fields } from './read.ts';

const NOT_BILLED_TOOLS = new Set(['web_fetch_requests']);

/**
 * Reads the usage of Anthropic's Messages API: `input_tokens` does not include tokens read from or written to the
 * cache.
 */
export function normaliseAnthropic(usage: Fields): NormalUsage | UnknownUsage {
  const input = countOf(usage, 'input_tokens');
  const output = countOf(usage, 'output_tokens');
  if (input === undefined || output === undefined) {
    return { unknown: `no ${input === undefined ? 'input' : 'output'} tokens were reported` };
  }
  const cacheRead = countOf(usage, 'cache_read_input_tokens') ?? 0;
  const writes = writesByTtl(fieldsOf(usage['cache_creation']), countOf(usage, 'cache_creation_input_tokens'));
  const thinking = countOf(fieldsOf(usage['output_tokens_details']), 'thinking_tokens') ?? 0;
  return {
    nodes: [
      branch('input', input, [], [leaf('cache_read', cacheRead), writes]),
      branch('output', output, [leaf('reasoning', thinking)]),
      ...toolCalls(usage),
    ],
    context: input + cacheRead + writes.wire,
  };
}

function toolCalls(usage: Fields): MeterNode[] {
  const tools = fieldsOf(usage['server_tool_use']);
  return Object.keys(tools ?? {}).flatMap((key) => {
    const count = NOT_BILLED_TOOLS.has(key) ? 0 : countOf(tools, key);
    return count ? [leaf(key.replace(/_requests$/, ''), count)] : [];
  });
}
