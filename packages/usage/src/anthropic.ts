import { writesByTtl } from './cache-writes.ts';
import { branch, leaf, missing, type MeterNode, type NormalUsage } from './meters.ts';
import { countOf, fieldsOf, textOf, type Fields } from './read.ts';

/** Iterations whose tokens are in none of the totals or belong to another model than the response's. */
const COUNTED_APART: ReadonlySet<unknown> = new Set(['compaction', 'advisor_message', 'fallback_message']);
const NOT_BILLED_TOOLS = new Set(['web_fetch_requests']);

/**
 * Reads the usage of Anthropic's Messages API: `input_tokens` does not include tokens read from or written to the
 * cache.
 */
export function normaliseAnthropic(usage: Fields): NormalUsage {
  const input = countOf(usage, 'input_tokens');
  const output = countOf(usage, 'output_tokens');
  const cacheRead = countOf(usage, 'cache_read_input_tokens') ?? 0;
  const writes = writesByTtl(fieldsOf(usage['cache_creation']), countOf(usage, 'cache_creation_input_tokens'));
  const thinking = countOf(fieldsOf(usage['output_tokens_details']), 'thinking_tokens') ?? 0;
  const cache = [leaf('cache_read', cacheRead), writes];
  const nodes = [
    ...(input === undefined ? cache : [branch('input', input, [], cache)]),
    ...(output === undefined ? [] : [branch('output', output, [leaf('reasoning', thinking)])]),
    ...toolCalls(usage),
    ...countedApart(usage['iterations']),
  ];
  return { nodes, context: (input ?? 0) + cacheRead + writes.wire, ...missing(input, output) };
}

function toolCalls(usage: Fields): MeterNode[] {
  const tools = fieldsOf(usage['server_tool_use']);
  return Object.keys(tools ?? {}).flatMap((key) => {
    const count = NOT_BILLED_TOOLS.has(key) ? 0 : countOf(tools, key);
    return count ? [leaf(key.replace(/_requests$/, ''), count)] : [];
  });
}

/** Such iterations as meters that have no price, so that the cost is unknown instead of too low. */
function countedApart(iterations: unknown): MeterNode[] {
  const types = Array.isArray(iterations) ? iterations.map((iteration) => textOf(fieldsOf(iteration), 'type')) : [];
  return types.flatMap((type) => (type !== undefined && COUNTED_APART.has(type) ? [leaf(type, 1)] : []));
}
