import { meterOfTool, type Units } from './openai-tools.ts';
import { fieldsOf, listOf, textOf, type Fields } from './read.ts';

/**
 * Counts the tools that Groq ran for a chat (`executed_tools`), which it bills beside the tokens. In a stream a tool is reported
 * when it starts and again with its result, so each index counts once (console.groq.com/docs/compound/built-in-tools).
 */
export class ExecutedTools {
  readonly #meters = new Map<string, string>();

  /** Reads a chat completion or one of its chunks. */
  read(completion: Fields): void {
    for (const value of listOf(completion['choices'])) {
      const choice = fieldsOf(value);
      const message = fieldsOf(choice?.['message']) ?? fieldsOf(choice?.['delta']);
      const tools = message?.['executed_tools'];
      // Most chunks have none.
      if (tools !== undefined) this.#add(choice?.['index'], listOf(tools));
    }
  }

  #add(choice: unknown, tools: readonly unknown[]): void {
    tools.forEach((value, position) => {
      const tool = fieldsOf(value);
      const type = textOf(tool, 'type') ?? '';
      const meter = meterOfTool(type === 'search' ? 'web_search' : type);
      if (meter !== null) this.#meters.set(`${String(choice)}/${String(tool?.['index'] ?? position)}`, meter);
    });
  }

  /** The number of calls by meter; undefined if there were none. */
  get units(): Units | undefined {
    const units: Record<string, number> = {};
    for (const meter of this.#meters.values()) units[meter] = (units[meter] ?? 0) + 1;
    return this.#meters.size === 0 ? undefined : units;
  }
}
