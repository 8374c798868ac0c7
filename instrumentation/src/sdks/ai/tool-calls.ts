import { isBilledAction, meterOfTool, type Units } from '@tokentrail/usage';
import { fields, listOf, text, type Fields } from '../../util/fields.ts';

/**
 * Counts the calls of OpenAI's own tools in a stream of the Responses API. The parts of the stream name a tool as the app
 * does; only the call's options say which of OpenAI's tools it is.
 */
export class StreamedToolCalls {
  /** OpenAI's name of a tool by the app's. */
  readonly #tools = new Map<string, string>();
  readonly #counted = new Set<unknown>();
  #units: Record<string, number> | undefined;

  /** `tools` of the model's call options: `{ type: 'provider', id: 'openai.web_search', name }`. */
  constructor(tools: unknown) {
    for (const tool of listOf(tools)) {
      const { id, name } = fields(tool);
      const own = text(id)?.split('.').at(-1);
      if (own !== undefined && typeof name === 'string') this.#tools.set(name, own);
    }
  }

  get units(): Units | undefined {
    return this.#units;
  }

  /** Reads a part of type `tool-result`. An image has a preliminary result for each version of it. */
  read({ toolName, toolCallId, result, preliminary }: Fields): void {
    const meter = meterOfTool(this.#toolNamed(text(toolName) ?? ''));
    if (meter === null || preliminary === true || !isBilledAction(fields(result).action)) return;
    if (this.#counted.has(toolCallId)) return;
    if (toolCallId !== undefined) this.#counted.add(toolCallId);
    this.#units = { ...this.#units, [meter]: (this.#units?.[meter] ?? 0) + 1 };
  }

  /** A call of an MCP server's tool is named `mcp.<tool>`. */
  #toolNamed(name: string): string {
    return this.#tools.get(name) ?? (name.startsWith('mcp.') ? 'mcp' : name);
  }
}
