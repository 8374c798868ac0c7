import type { ReportedUsage } from '../../types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Calls of tools that OpenAI runs itself and bills beside the tokens; the usage does not contain them. */
const BILLED_CALLS: ReadonlySet<unknown> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
]);

/**
 * The tool calls in the output of a response, by meter; undefined if there are none. `web_search` and `file_search` have a
 * price; tools billed in another way (a container's session, an image's own tokens) make the cost unknown instead of too
 * low.
 */
export function toolCallsOf(response: Fields): ReportedUsage['units'] | undefined {
  const units: Record<string, number> = {};
  for (const item of itemsOf(response.output)) {
    if (!BILLED_CALLS.has(item.type) || !isBilled(item)) continue;
    const meter = meterOf(item, response);
    units[meter] = (units[meter] ?? 0) + 1;
  }
  return Object.keys(units).length === 0 ? undefined : units;
}

/** Of the actions of a web search only searching is billed, not opening a page. */
function isBilled({ action }: Fields): boolean {
  const { type = 'search' } = (action ?? {}) as Fields;
  return type === 'search';
}

/** The older tool for web searches has its own price, but its calls have the same name. */
function meterOf({ type }: Fields, { tools }: Fields): string {
  switch (type) {
    case 'web_search_call':
      return itemsOf(tools).some((tool) => String(tool.type).startsWith('web_search_preview'))
        ? 'web_search_preview_call'
        : 'web_search';
    case 'file_search_call':
      return 'file_search';
    default:
      return String(type);
  }
}

function itemsOf(list: unknown): Fields[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'object' && item !== null) : [];
}
