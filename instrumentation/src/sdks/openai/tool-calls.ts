import type { ReportedUsage } from '../../types.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Calls of tools that OpenAI runs itself and bills beside the tokens; the usage says nothing of them. */
const BILLED_CALLS: ReadonlySet<unknown> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
]);

/**
 * The tool calls that stand in the output of a response, by meter; undefined where there are none. What has a price (`web_search`,
 * `file_search`) is billed by it; what is billed otherwise (a container's session, an image's own tokens) makes the cost
 * unknown, rather than too low.
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

/** Of what a web search does only searching is billed, not the opening of a page that was found. */
function isBilled({ action }: Fields): boolean {
  const { type = 'search' } = (action ?? {}) as Fields;
  return type === 'search';
}

/** The older tool for web searches has a price of its own, and its calls the same name. */
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
