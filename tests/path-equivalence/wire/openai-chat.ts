import type { Body } from '../case.ts';

interface Message {
  content?: string | null;
  tool_calls?: readonly Body[];
  [more: string]: unknown;
}

interface Choice {
  message: Message;
  finish_reason: string | null;
  [more: string]: unknown;
}

/** A completion of OpenAI's Chat API with the fields that its readers need. */
export interface Completion extends Body {
  choices: readonly Choice[];
  usage?: unknown;
}

/** Where a server reports the usage of a stream. */
export type UsagePosition = 'own chunk' | 'last choice' | 'chunk of the finish reason' | 'x_groq' | 'every chunk';

/**
 * The chunks of `completion`: role, content in two parts or tool calls, finish reason, usage. OpenAI sends the usage in
 * a chunk of its own; other servers elsewhere.
 */
export function chunksOf(completion: Completion, position: UsagePosition = 'own chunk'): Body[] {
  const { choices, usage, ...rest } = completion;
  const head = { ...rest, object: 'chat.completion.chunk' };
  const everywhere = position === 'every chunk' ? { usage } : {};
  const chunk = (delta: Body, finishReason: string | null, more: Body = {}) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason, ...more }],
    ...everywhere,
  });
  const [choice] = choices;
  if (choice === undefined) return [{ ...head, choices, usage }];
  const last = chunk({}, choice.finish_reason, position === 'last choice' ? { usage } : {});
  const parts = [...deltasOf(choice.message).map((delta) => chunk(delta, null)), last];
  switch (position) {
    case 'own chunk':
      return [...parts, ...(usage === undefined ? [] : [{ ...head, choices: [], usage }])];
    case 'chunk of the finish reason':
      return [...parts.slice(0, -1), { ...last, usage }];
    case 'x_groq':
      return [...parts.slice(0, -1), { ...last, x_groq: { id: 'req_1', usage } }];
    default:
      return parts;
  }
}

function deltasOf({ content, tool_calls: calls, ...rest }: Message): Body[] {
  const text = content ?? '';
  const middle = Math.ceil(text.length / 2);
  const texts = text === '' ? [] : [{ content: text.slice(0, middle) }, { content: text.slice(middle) }];
  const called = (calls ?? []).map((call, index) => ({ tool_calls: [{ index, ...call }] }));
  return [{ ...rest, content: calls === undefined ? '' : null }, ...texts, ...called];
}
