import { writesByTtl } from './cache-writes.ts';
import { branch, leaf, missing, totalOf, type MeterNode, type NormalUsage } from './meters.ts';
import { countOf, fieldsOf, textOf, type Fields } from './read.ts';

/** Iterations that belong to another model than the response's, which has other prices. */
const OF_OTHER_MODELS: ReadonlySet<unknown> = new Set(['advisor_message', 'fallback_message']);
const NOT_BILLED_TOOLS = new Set(['web_fetch_requests']);

/**
 * Reads the usage of Anthropic's Messages API: `input_tokens` does not include tokens read from or written to the
 * cache. The totals do not include iterations that compacted the conversation, which are billed too (Anthropic's guide to
 * compaction). Throws BadCount.
 */
export function normaliseAnthropic(usage: Fields): NormalUsage {
  const iterations = iterationsOf(usage);
  const requests = iterations.some(({ type }) => type === 'compaction') ? iterations.filter(isOfThisModel) : [usage];
  const input = sumOf(requests, 'input_tokens');
  const output = sumOf(requests, 'output_tokens');
  const cacheRead = sumOf(requests, 'cache_read_input_tokens') ?? 0;
  const writes = addedUp(requests.map(writesOf));
  const thinking = countOf(fieldsOf(usage['output_tokens_details']), 'thinking_tokens') ?? 0;
  const cache = [leaf('cache_read', cacheRead), writes];
  const nodes = [
    ...(input === undefined ? cache : [branch('input', input, [], cache)]),
    ...(output === undefined ? [] : [branch('output', output, [leaf('reasoning', thinking)])]),
    ...toolCalls(usage),
    ...otherModels(iterations),
  ];
  return { nodes, context: Math.max(...requests.map(contextOf)), ...missing(input, output) };
}

function iterationsOf({ iterations }: Fields): Fields[] {
  return Array.isArray(iterations) ? iterations.map((iteration) => fieldsOf(iteration) ?? {}) : [];
}

function isOfThisModel({ type }: Fields): boolean {
  return !OF_OTHER_MODELS.has(type);
}

function sumOf(requests: readonly Fields[], name: string): number | undefined {
  const counts = requests.map((request) => countOf(request, name)).filter((count) => count !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}

function writesOf(request: Fields): MeterNode {
  return writesByTtl(fieldsOf(request['cache_creation']), countOf(request, 'cache_creation_input_tokens'));
}

function addedUp(nodes: readonly MeterNode[]): MeterNode {
  const [only] = nodes;
  if (only !== undefined && nodes.length === 1) {
    return only;
  }
  const parts = new Map<string, number>();
  for (const { meter, wire } of nodes.flatMap(({ inside }) => inside)) parts.set(meter, (parts.get(meter) ?? 0) + wire);
  const wire = nodes.reduce((sum, node) => sum + totalOf(node), 0);
  return branch(
    'cache_write',
    wire,
    [...parts].map(([meter, count]) => leaf(meter, count)),
  );
}

/** Input of one request: tiers of prices refer to it. */
function contextOf(request: Fields): number {
  const names = ['input_tokens', 'cache_read_input_tokens'];
  return names.reduce((sum, name) => sum + (countOf(request, name) ?? 0), writesOf(request).wire);
}

function toolCalls(usage: Fields): MeterNode[] {
  const tools = fieldsOf(usage['server_tool_use']);
  return Object.keys(tools ?? {}).flatMap((key) => {
    const count = NOT_BILLED_TOOLS.has(key) ? 0 : countOf(tools, key);
    return count ? [leaf(key.replace(/_requests$/, ''), count)] : [];
  });
}

/** Iterations of other models as meters that have no price, so that the cost is unknown instead of too low. */
function otherModels(iterations: readonly Fields[]): MeterNode[] {
  const counts = new Map<string, number>();
  for (const iteration of iterations) {
    const type = textOf(iteration, 'type');
    if (type !== undefined && OF_OTHER_MODELS.has(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => leaf(type, count));
}
