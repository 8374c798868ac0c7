import type { BilledTokens } from './bill.ts';
import { numberOf, openStream, sendEvent, sendJson, streamWords, type Exchange } from './exchange.ts';
import { generate } from './generation.ts';

/** Thinking of the replayed model. */
const THOUGHTS = 'The order is late, so the parcel service has to be asked first.';

interface Block {
  text?: string;
  cache_control?: { ttl?: string };
}

interface Message {
  role?: string;
  content?: string | Block[];
}

/** POST /v1/messages. Wire format: platform.claude.com/docs/en/api/messages. */
export async function anthropicMessages(exchange: Exchange): Promise<void> {
  const { body, requestId } = exchange;
  const model = String(body.model);
  const tokens = tokensOf(body);
  const { words } = generate(JSON.stringify(body.messages ?? ''), model, numberOf(body.max_tokens));
  const thinks = (body.thinking as { type?: string } | undefined)?.type === 'enabled';
  const thinking = { type: 'thinking', thinking: THOUGHTS, signature: 'c2lnbmF0dXJl' };
  const head = { id: `msg_${requestId}`, type: 'message', role: 'assistant', model };
  const usage = usageOf(tokens, words.length);
  if (body.stream === true) {
    await streamMessage(exchange, head, { thinking: thinks ? thinking : null, words, tokens });
    return;
  }
  exchange.bill(model, { ...tokens, output: words.length }, true);
  sendJson(exchange.response, {
    ...head,
    content: [...(thinks ? [thinking] : []), { type: 'text', text: words.join('') }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage,
  });
}

interface Generated {
  thinking: { type: string; thinking: string; signature: string } | null;
  words: string[];
  tokens: Omit<BilledTokens, 'output'>;
}

async function streamMessage(exchange: Exchange, head: object, { thinking, words, tokens }: Generated): Promise<void> {
  const model = String(exchange.body.model);
  const send = (type: string, data: object) => sendEvent(exchange, { event: type, data: { type, ...data } });
  openStream(exchange);
  const message = { ...head, content: [], stop_reason: null, stop_sequence: null, usage: usageOf(tokens, 1) };
  send('message_start', { message });
  let index = 0;
  if (thinking !== null) {
    send('content_block_start', { index, content_block: { type: 'thinking', thinking: '', signature: '' } });
    send('content_block_delta', { index, delta: { type: 'thinking_delta', thinking: thinking.thinking } });
    send('content_block_delta', { index, delta: { type: 'signature_delta', signature: thinking.signature } });
    send('content_block_stop', { index });
    index += 1;
  }
  send('content_block_start', { index, content_block: { type: 'text', text: '' } });
  const sent = await streamWords(exchange, words, (text) => ({
    event: 'content_block_delta',
    data: { type: 'content_block_delta', index, delta: { type: 'text_delta', text } },
  }));
  const complete = sent === words.length;
  exchange.bill(model, { ...tokens, output: sent }, complete);
  if (!complete) {
    return;
  }
  send('content_block_stop', { index });
  const delta = { stop_reason: 'end_turn', stop_sequence: null };
  send('message_delta', { delta, usage: { output_tokens: words.length } });
  send('message_stop', {});
  exchange.response.end();
}

/**
 * The tokens of a prompt. A block with `cache_control` is written to the cache, for an hour if it says so; a system block of a
 * later turn is read from it.
 */
function tokensOf(body: Exchange['body']): Omit<BilledTokens, 'output'> {
  const tokens = { uncachedInput: 0, cachedInput: 0, cacheWrite5m: 0, cacheWrite1h: 0 };
  const messages = Array.isArray(body.messages) ? (body.messages as Message[]) : [];
  const isLaterTurn = messages.some(({ role }) => role === 'assistant');
  const write = ({ cache_control: control }: Block) => (control?.ttl === '1h' ? 'cacheWrite1h' : 'cacheWrite5m');
  for (const block of blocksOf(body.system)) {
    const cached = isLaterTurn ? 'cachedInput' : write(block);
    tokens[block.cache_control === undefined ? 'uncachedInput' : cached] += countOf(block);
  }
  for (const block of messages.flatMap(({ content }) => blocksOf(content))) {
    tokens[block.cache_control === undefined ? 'uncachedInput' : write(block)] += countOf(block);
  }
  return tokens;
}

function blocksOf(content: unknown): Block[] {
  return typeof content === 'string' ? [{ text: content }] : Array.isArray(content) ? (content as Block[]) : [];
}

function countOf({ text = '' }: Block): number {
  return Math.max(1, Math.ceil(String(text).length / 4));
}

function usageOf(tokens: Omit<BilledTokens, 'output'>, output: number): object {
  const { cacheWrite5m = 0, cacheWrite1h = 0 } = tokens;
  return {
    input_tokens: tokens.uncachedInput,
    cache_creation_input_tokens: cacheWrite5m + cacheWrite1h,
    cache_read_input_tokens: tokens.cachedInput,
    cache_creation: { ephemeral_5m_input_tokens: cacheWrite5m, ephemeral_1h_input_tokens: cacheWrite1h },
    output_tokens: output,
    service_tier: 'standard',
  };
}
