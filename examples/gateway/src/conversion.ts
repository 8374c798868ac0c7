import { APIS, type Api } from './apis.ts';
import type { Upstream } from './config.ts';
import type { CallRequest } from './routing.ts';

const CHAT = APIS.find(({ format }) => format === 'openai.chat')!;

/**
 * The API in which the upstreams are called: a model that no upstream offers in Anthropic's format is called in OpenAI's. Only
 * texts are converted, and no streams.
 */
export function upstreamApi(api: Api, { model, stream }: CallRequest, upstreams: readonly Upstream[]): Api {
  const offers = ({ format }: Api) =>
    upstreams.some(({ apis, models }) => apis.includes(format) && models.includes(model));
  return api.format === 'anthropic.messages' && stream !== true && !offers(api) && offers(CHAT) ? CHAT : api;
}

/** A request of Anthropic's Messages API as a chat completion request. */
export function chatRequestOf({
  model,
  max_tokens,
  system,
  messages,
  temperature,
  metadata,
}: CallRequest): CallRequest {
  const { user_id: user } = metadata ?? {};
  return {
    model,
    ...(max_tokens !== undefined && { max_completion_tokens: max_tokens }),
    ...(temperature !== undefined && { temperature }),
    ...(user !== undefined && { user }),
    messages: [
      ...(system === undefined ? [] : [{ role: 'system', content: textOf(system) }]),
      ...(messages as readonly ({ role?: unknown; content?: unknown } | null)[]).map((message) => ({
        role: message?.role,
        content: textOf(message?.content),
      })),
    ],
  };
}

/** The texts of a content: a text, or a list of blocks. */
function textOf(content: unknown): string {
  return Array.isArray(content)
    ? (content as readonly ({ text?: unknown } | null)[]).map((block) => String(block?.text ?? '')).join('\n')
    : String(content ?? '');
}

interface ChatCompletion {
  id: string;
  model: string;
  choices: readonly { message: { content: string | null }; finish_reason: string }[];
  usage: { prompt_tokens: number; completion_tokens: number; prompt_tokens_details?: { cached_tokens?: number } };
}

const STOP_REASONS: Readonly<Record<string, string>> = { stop: 'end_turn', length: 'max_tokens' };

/** A chat completion as a message of Anthropic's API. OpenAI's input tokens include those read from the cache. */
export function messageOf(completion: object): object {
  const { id, model, choices, usage } = completion as ChatCompletion;
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    id: id.replace(/^chatcmpl-/, 'msg_'),
    type: 'message',
    role: 'assistant',
    model,
    content: choices.map(({ message }) => ({ type: 'text', text: message.content ?? '' })),
    stop_reason: STOP_REASONS[choices[0]?.finish_reason ?? ''] ?? 'end_turn',
    stop_sequence: null,
    usage: {
      input_tokens: usage.prompt_tokens - cached,
      cache_read_input_tokens: cached,
      output_tokens: usage.completion_tokens,
    },
  };
}
