import type { ChatRequest } from './subjects.ts';

export interface Scenario {
  title: string;
  promptBytes: number;
  stream: boolean;
  /** Whether prompts and responses are recorded. */
  content: boolean;
  /** In one block of measuring; a block takes about a tenth of a second. */
  calls: number;
}

export const SCENARIOS = {
  chat: { title: 'chat, 1 kB prompt', promptBytes: 1000, stream: false, content: false, calls: 400 },
  longChat: { title: 'chat, 100 kB prompt', promptBytes: 100_000, stream: false, content: false, calls: 200 },
  stream: { title: 'stream of 200 chunks', promptBytes: 1000, stream: true, content: false, calls: 40 },
  content: { title: 'chat, 50 kB prompt, content on', promptBytes: 50_000, stream: false, content: true, calls: 100 },
} as const satisfies Record<string, Scenario>;
export type ScenarioName = keyof typeof SCENARIOS;

const WORDS = 'The quick answer is in the report of last month, on page 12, where "costs" are listed by team.\n';

export function requestOf({ promptBytes, stream }: Scenario): ChatRequest {
  return {
    model: 'gpt-4o',
    messages: [
      { role: 'system', content: 'You answer in one sentence.' },
      { role: 'user', content: WORDS.repeat(Math.ceil(promptBytes / WORDS.length)).slice(0, promptBytes) },
    ],
    temperature: 0.2,
    max_tokens: 512,
    ...(stream ? { stream, stream_options: { include_usage: true } } : {}),
  };
}
