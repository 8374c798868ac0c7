import { numberOf, openStream, sendEvent, sendJson, streamWords, type Exchange } from './exchange.ts';
import { generate, type Generation } from './generation.ts';

/** POST /v1/chat/completions. Wire format: platform.openai.com/docs/api-reference/chat. */
export async function chatCompletions(exchange: Exchange): Promise<void> {
  const { body } = exchange;
  const model = String(body.model);
  const maxTokens = numberOf(body.max_completion_tokens) ?? numberOf(body.max_tokens);
  const generation = generate(JSON.stringify(body.messages ?? ''), model, maxTokens);
  const head = {
    id: `chatcmpl-${exchange.requestId}`,
    created: Math.floor(Date.now() / 1000),
    model: datedModel(model),
    service_tier: 'default',
    system_fingerprint: 'fp_replay',
  };
  if (body.stream === true) {
    await streamChat(exchange, head, generation);
    return;
  }
  exchange.bill(model, billed(generation, generation.outputTokens), true);
  const message = { role: 'assistant', content: generation.words.join(''), refusal: null, annotations: [] };
  const toolCall = toolCallOf(body, exchange.requestId);
  sendJson(exchange.response, {
    ...head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        message: toolCall === null ? message : { ...message, content: null, tool_calls: [toolCall] },
        logprobs: null,
        finish_reason: toolCall === null ? 'stop' : 'tool_calls',
      },
    ],
    usage: usageOf(generation),
  });
}

interface Tool {
  function?: { name?: string };
}

/** A call of the first tool, if the request requires one; otherwise null. */
function toolCallOf({ tools, tool_choice: choice }: Exchange['body'], requestId: string): object | null {
  const name = Array.isArray(tools) ? (tools as Tool[])[0]?.function?.name : undefined;
  return choice === 'required' && name !== undefined
    ? { id: `call_${requestId}`, type: 'function', function: { name, arguments: '{"order":"4711"}' } }
    : null;
}

async function streamChat(exchange: Exchange, head: object, generation: Generation): Promise<void> {
  const { body } = exchange;
  const model = String(body.model);
  const includeUsage = (body.stream_options as { include_usage?: boolean } | undefined)?.include_usage === true;
  const noUsage = includeUsage ? { usage: null } : {};
  const chunk = (delta: object, finishReason: string | null) => ({
    data: {
      ...head,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
      ...noUsage,
    },
  });
  openStream(exchange);
  sendEvent(exchange, chunk({ role: 'assistant', content: '', refusal: null }, null));
  const sent = await streamWords(exchange, generation.words, (word) => chunk({ content: word }, null));
  if (sent < generation.words.length) {
    // The provider bills the tokens generated so far, although it sent no usage.
    exchange.bill(model, billed(generation, generation.reasoningTokens + sent), false);
    return;
  }
  sendEvent(exchange, chunk({}, 'stop'));
  if (includeUsage) {
    sendEvent(exchange, {
      data: { ...head, object: 'chat.completion.chunk', choices: [], usage: usageOf(generation) },
    });
  }
  exchange.bill(model, billed(generation, generation.outputTokens), includeUsage);
  sendEvent(exchange, { data: '[DONE]' });
  exchange.response.end();
}

function usageOf(generation: Generation) {
  return {
    prompt_tokens: generation.promptTokens,
    completion_tokens: generation.outputTokens,
    total_tokens: generation.promptTokens + generation.outputTokens,
    prompt_tokens_details: { cached_tokens: generation.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: generation.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

export function billed(generation: Generation, output: number) {
  return {
    uncachedInput: generation.promptTokens - generation.cachedTokens,
    cachedInput: generation.cachedTokens,
    output,
  };
}

const DATED: Readonly<Record<string, string>> = {
  'gpt-4o': 'gpt-4o-2024-08-06',
  'gpt-4o-mini': 'gpt-4o-mini-2024-07-18',
  'gpt-4.1-nano': 'gpt-4.1-nano-2025-04-14',
  'gpt-5-mini': 'gpt-5-mini-2025-08-07',
};

/** Dated name of a model. OpenAI's response has the dated name if the request has the alias. */
export function datedModel(model: string): string {
  return DATED[model] ?? model;
}
