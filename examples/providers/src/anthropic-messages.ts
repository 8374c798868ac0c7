import { numberOf, openStream, sendEvent, sendJson, streamWords, type Exchange } from './exchange.ts';
import { generate, type Generation } from './generation.ts';

/** POST /v1/messages. Wire format: docs.anthropic.com/en/api/messages. Its input_tokens exclude what was cached. */
export async function messages(exchange: Exchange): Promise<void> {
  const { body } = exchange;
  const model = String(body.model);
  const generation = generate(JSON.stringify(body.messages ?? ''), model, numberOf(body.max_tokens));
  const message = {
    id: `msg_${exchange.requestId}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: generation.words.join('') }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: usageOf(generation, generation.outputTokens),
  };
  if (body.stream !== true) {
    exchange.bill(model, billed(generation, generation.outputTokens), true);
    sendJson(exchange.response, message);
    return;
  }
  await streamMessage(exchange, model, generation, message);
}

async function streamMessage(
  exchange: Exchange,
  model: string,
  generation: Generation,
  message: object,
): Promise<void> {
  const event = (type: string, fields: object) => ({ event: type, data: { type, ...fields } });
  openStream(exchange);
  const start = { ...message, content: [], stop_reason: null, usage: usageOf(generation, 1) };
  sendEvent(exchange, event('message_start', { message: start }));
  sendEvent(exchange, event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }));
  const sent = await streamWords(exchange, generation.words, (text) =>
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  );
  if (sent < generation.words.length) {
    exchange.bill(model, billed(generation, sent), false);
    return;
  }
  sendEvent(exchange, event('content_block_stop', { index: 0 }));
  exchange.bill(model, billed(generation, generation.outputTokens), true);
  sendEvent(
    exchange,
    event('message_delta', {
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: { output_tokens: generation.outputTokens },
    }),
  );
  sendEvent(exchange, event('message_stop', {}));
  exchange.response.end();
}

function usageOf(generation: Generation, output: number) {
  return {
    input_tokens: generation.promptTokens - generation.cachedTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: generation.cachedTokens,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: 'standard',
  };
}

function billed(generation: Generation, output: number) {
  return {
    uncachedInput: generation.promptTokens - generation.cachedTokens,
    cachedInput: generation.cachedTokens,
    cacheWrite5m: 0,
    output,
  };
}
