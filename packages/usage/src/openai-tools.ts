import { fieldsOf, listOf, textOf, type Fields } from './read.ts';

/** Counts that a response contains outside its usage object, by meter: `{ web_search: 2 }`. */
export type Units = Readonly<Record<string, number>>;

/**
 * Tools that OpenAI runs itself and bills beside the tokens, with the meter of a call. `web_search` and `file_search` have a
 * price; tools billed in another way (a container's session, an image's own tokens) have a meter without a price, which makes
 * the cost unknown instead of too low.
 */
const METER_OF_TOOL: Readonly<Record<string, string>> = {
  web_search: 'web_search',
  web_search_preview: 'web_search_preview_call',
  file_search: 'file_search',
  code_interpreter: 'code_interpreter_call',
  image_generation: 'image_generation_call',
  shell: 'shell_call',
};

/** Tools that cost nothing but tokens: the app runs them, or somebody else does. */
const NOT_BILLED: ReadonlySet<string> = new Set([
  'function',
  'custom_tool',
  'mcp',
  'apply_patch',
  'computer',
  'computer_use',
  'local_shell',
  'tool_search',
  'programmatic_tool_calling',
]);

/**
 * The meter of a call of `tool`, an OpenAI name such as `web_search`; null if calls are not billed. An unknown tool may be
 * billed, so it has a meter without a price.
 */
export function meterOfTool(tool: string): string | null {
  if (NOT_BILLED.has(tool)) return null;
  return Object.hasOwn(METER_OF_TOOL, tool) ? (METER_OF_TOOL[tool] ?? null) : 'unknown_tool_call';
}

/**
 * The tool calls in the output of a response of the Responses API, by meter; undefined if there are none. Newer responses also
 * state the searches that are billed, in `tool_usage`: the greater number counts.
 */
export function toolCallsOf(response: Fields): Units | undefined {
  const units: Record<string, number> = {};
  const meterOfSearch = METER_OF_TOOL[searchToolOf(response)] ?? 'web_search';
  for (const value of listOf(response['output'])) {
    const item = fieldsOf(value) ?? {};
    const tool = /^(\w+)_call$/.exec(textOf(item, 'type') ?? '')?.[1];
    if (tool === undefined || !isBilled(item)) continue;
    const meter = tool === 'web_search' ? meterOfSearch : meterOfTool(tool);
    if (meter !== null) units[meter] = (units[meter] ?? 0) + 1;
  }
  const searches = fieldsOf(fieldsOf(response['tool_usage'])?.['web_search'])?.['num_requests'];
  if (typeof searches === 'number' && searches > (units[meterOfSearch] ?? 0)) units[meterOfSearch] = searches;
  return Object.keys(units).length === 0 ? undefined : units;
}

function isBilled(item: Fields): boolean {
  // A shell in the app's own environment is the app's.
  if (item['type'] === 'shell_call') return fieldsOf(item['environment'])?.['type'] === 'container_reference';
  return item['type'] !== 'web_search_call' || isBilledAction(item['action']);
}

/** Of the actions of a web search only searching is billed, not opening a page that was found. */
export function isBilledAction(action: unknown): boolean {
  return (textOf(fieldsOf(action), 'type') ?? 'search') === 'search';
}

/** The older tool for web searches has its own price, but its calls have the same name. */
function searchToolOf({ tools }: Fields): string {
  const isOlder = listOf(tools).some((tool) => textOf(fieldsOf(tool), 'type')?.startsWith('web_search_preview'));
  return isOlder ? 'web_search_preview' : 'web_search';
}
