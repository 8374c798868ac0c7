import type { Conversation } from './conversation.ts';
import type { AttemptPlan, CallPlan } from './plan.ts';

/** A stream of the history has at most this many chunks. */
const MAX_CHUNKS = 30;

/** Request and response of a call in the wire format of its caller. The response is undefined if none arrived. */
export interface Bodies {
  request: object;
  response: unknown;
}

export function openAiBodies({ facts, start }: CallPlan, last: AttemptPlan | undefined, said: Conversation): Bodies {
  const { params, requestModel, stream } = facts;
  const request = {
    model: requestModel,
    messages: [
      { role: 'system', content: said.system },
      { role: 'user', content: said.prompt },
    ],
    ...(params === undefined ? {} : { max_tokens: params.maxTokens, temperature: params.temperature }),
    ...(stream ? { stream: true } : {}),
  };
  const end = last?.end;
  if (end === undefined || isRefused(last)) return { request, response: end?.error?.body };
  const { usage, responseId, responseModel = requestModel } = end;
  const head = { id: responseId, created: Math.floor(start / 1000), model: responseModel };
  const reported = usage && { prompt_tokens: usage.inputTokens, completion_tokens: usage.outputTokens };
  if (stream) return { request, response: streamed(head, said.response, reported) };
  const message = { role: 'assistant', content: said.response };
  const choices = [{ index: 0, message, finish_reason: 'stop' }];
  return { request, response: reported && { ...head, object: 'chat.completion', choices, usage: reported } };
}

/** Whether the provider sent no part of a response. */
function isRefused(last: AttemptPlan | undefined): boolean {
  return last?.head === undefined || last.head.statusCode >= 400;
}

/** The events of a stream. One without usage was interrupted, after a third. */
function streamed(head: object, text: string, usage: object | undefined): string {
  const words = text.split(' ');
  const perChunk = Math.ceil(words.length / MAX_CHUNKS);
  const chunks = Array.from({ length: Math.ceil(words.length / perChunk) }, (_, index) => {
    const content = `${words.slice(index * perChunk, (index + 1) * perChunk).join(' ')} `;
    return { ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta: { content } }] };
  });
  const dataOf = (events: readonly object[]) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
  if (usage === undefined) return dataOf(chunks.slice(0, Math.ceil(chunks.length / 3)));
  const stop = { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
  return `${dataOf([...chunks, stop, { ...head, choices: [], usage }])}data: [DONE]\n\n`;
}

/** Anthropic's messages, not streamed. Its `input_tokens` do not include those of the cache. */
export function anthropicBodies({ facts }: CallPlan, last: AttemptPlan | undefined, said: Conversation): Bodies {
  const request = {
    model: facts.requestModel,
    max_tokens: facts.params?.maxTokens ?? 1024,
    system: said.system,
    messages: [{ role: 'user', content: said.prompt }],
  };
  const end = last?.end;
  if (end === undefined || isRefused(last)) return { request, response: end?.error?.body };
  const { inputTokens = 0, cacheReadTokens = 0, cacheWriteTokens = 0, outputTokens } = end.usage ?? {};
  const response = {
    id: end.responseId,
    type: 'message',
    role: 'assistant',
    model: end.responseModel,
    content: [{ type: 'text', text: said.response }],
    stop_reason: 'end_turn',
    usage: {
      input_tokens: inputTokens - cacheReadTokens - cacheWriteTokens,
      cache_read_input_tokens: cacheReadTokens,
      cache_creation_input_tokens: cacheWriteTokens,
      output_tokens: outputTokens,
    },
  };
  return { request, response: end.usage && response };
}
