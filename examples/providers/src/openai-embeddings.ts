import { InvalidRequest, numberOf, sendJson, type Exchange } from './exchange.ts';
import { generate } from './generation.ts';

/** Limits of the real API. Without them, one request could use up all memory. */
const MAX_DIMENSIONS = 3072;
const MAX_INPUTS = 2048;

/** POST /v1/embeddings. Wire format: platform.openai.com/docs/api-reference/embeddings. */
export function embeddings(exchange: Exchange): void {
  const { body } = exchange;
  const model = String(body.model);
  const inputs = Array.isArray(body.input) ? body.input : [body.input];
  const { promptTokens } = generate(JSON.stringify(body.input ?? ''), model, 0);
  const dimensions = numberOf(body.dimensions) ?? 8;
  if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS || inputs.length > MAX_INPUTS) {
    throw new InvalidRequest(`dimensions must be 1 to ${MAX_DIMENSIONS}, input at most ${MAX_INPUTS} items`);
  }
  const vector = Array.from({ length: dimensions }, (_, i) => Math.fround(Math.sin(i + 1)));
  exchange.bill(model, { uncachedInput: promptTokens, cachedInput: 0, output: 0 }, true);
  sendJson(exchange.response, {
    object: 'list',
    data: inputs.map((_, index) => ({
      object: 'embedding',
      index,
      embedding: body.encoding_format === 'base64' ? base64Floats(vector) : vector,
    })),
    model,
    usage: { prompt_tokens: promptTokens, total_tokens: promptTokens },
  });
}

/** Base64 of little-endian 32-bit floats, the SDK's default encoding. */
function base64Floats(vector: number[]): string {
  return Buffer.from(new Float32Array(vector).buffer).toString('base64');
}
