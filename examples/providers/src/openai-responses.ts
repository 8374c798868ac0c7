import { numberOf, openStream, sendEvent, sendJson, streamWords, type Exchange } from './exchange.ts';
import { generate, type Generation } from './generation.ts';
import { billed, datedModel } from './openai-chat.ts';

/** POST /v1/responses. Wire format: platform.openai.com/docs/api-reference/responses. */
export async function responses(exchange: Exchange): Promise<void> {
  const { body } = exchange;
  const model = String(body.model);
  const generation = generate(JSON.stringify(body.input ?? ''), model, numberOf(body.max_output_tokens));
  if (body.stream === true) {
    await streamResponse(exchange, model, generation);
    return;
  }
  exchange.bill(model, billed(generation, generation.outputTokens), true);
  sendJson(exchange.response, responseOf(exchange, model, generation, 'completed'));
}

async function streamResponse(exchange: Exchange, model: string, generation: Generation): Promise<void> {
  let sequence = 0;
  const event = (type: string, fields: object) => ({
    event: type,
    data: { type, sequence_number: sequence++, ...fields },
  });
  const position = { item_id: `msg_${exchange.requestId}`, output_index: 0, content_index: 0 };
  const started = responseOf(exchange, model, generation, 'in_progress');
  openStream(exchange);
  sendEvent(exchange, event('response.created', { response: started }));
  sendEvent(exchange, event('response.in_progress', { response: started }));
  sendEvent(exchange, event('response.output_item.added', { output_index: 0, item: itemOf(exchange, []) }));
  sendEvent(exchange, event('response.content_part.added', { ...position, part: textPart('') }));
  const sent = await streamWords(exchange, generation.words, (word) =>
    event('response.output_text.delta', { ...position, delta: word, logprobs: [] }),
  );
  if (sent < generation.words.length) {
    exchange.bill(model, billed(generation, generation.reasoningTokens + sent), false);
    return;
  }
  const text = generation.words.join('');
  sendEvent(exchange, event('response.output_text.done', { ...position, text, logprobs: [] }));
  sendEvent(exchange, event('response.content_part.done', { ...position, part: textPart(text) }));
  sendEvent(
    exchange,
    event('response.output_item.done', { output_index: 0, item: itemOf(exchange, [textPart(text)]) }),
  );
  exchange.bill(model, billed(generation, generation.outputTokens), true);
  sendEvent(exchange, event('response.completed', { response: responseOf(exchange, model, generation, 'completed') }));
  exchange.response.end();
}

function textPart(text: string) {
  return { type: 'output_text', text, annotations: [], logprobs: [] };
}

function itemOf(exchange: Exchange, content: object[]) {
  const status = content.length === 0 ? 'in_progress' : 'completed';
  return { id: `msg_${exchange.requestId}`, type: 'message', status, role: 'assistant', content };
}

function responseOf(exchange: Exchange, model: string, generation: Generation, status: 'in_progress' | 'completed') {
  const done = status === 'completed';
  return {
    id: `resp_${exchange.requestId}`,
    object: 'response',
    created_at: Math.floor(Date.now() / 1000),
    status,
    error: null,
    incomplete_details: null,
    model: datedModel(model),
    output: done ? [itemOf(exchange, [textPart(generation.words.join(''))])] : [],
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: [],
    service_tier: 'default',
    usage: done ? usageOf(generation) : null,
  };
}

function usageOf(generation: Generation) {
  return {
    input_tokens: generation.promptTokens,
    input_tokens_details: { cached_tokens: generation.cachedTokens },
    output_tokens: generation.outputTokens,
    output_tokens_details: { reasoning_tokens: generation.reasoningTokens },
    total_tokens: generation.promptTokens + generation.outputTokens,
  };
}
