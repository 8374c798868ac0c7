import type { Difference } from '../difference.ts';
import { servesTier } from './which.ts';

const LITELLM = 'LiteLLM, cost in a header or in the usage of a stream';

/** Clients of sellers whose prices are not those of Anthropic. */
const SELLERS: readonly Difference[] = [
  {
    paths: ['vertex-sdk'],
    cases: ['reads, 5-minute and 1-hour writes of the cache', 'cache writes without times, the request says 1 hour'],
    fields: ['amount'],
    reason: 'The price list has no price of this seller for 1-hour writes of the cache.',
  },
  {
    paths: ['bedrock-sdk', 'vertex-sdk'],
    cases: ['web searches'],
    fields: ['amount'],
    reason: 'The price list has no price of this seller for searches.',
  },
  {
    paths: ['bedrock-sdk'],
    cases: ['more than 200,000 tokens of input'],
    fields: ['amount'],
    reason: 'The price list has no price of this seller for long contexts.',
  },
  {
    paths: ['bedrock-sdk', 'vertex-sdk'],
    cases: ['inference in the US'],
    fields: ['amount'],
    priced: true,
    reason: 'The region in the usage has a price only at Anthropic. Other sellers have regional endpoints.',
  },
];

/** SDKs that we patch, and the gateway API. */
export const PATCHED_SDKS: readonly Difference[] = [
  ...SELLERS,
  {
    paths: ['Cerebras'],
    cases: ['error within status 200'],
    calls: 'stream',
    fields: ['errorCode'],
    reason: 'The SDK throws an error in a stream as one of the connection, without the code.',
  },
  {
    paths: ['ai 7'],
    cases: ['embeddings of Voyage, only a total'],
    fields: ['state', 'model', 'tokens', 'amount'],
    reason: 'The SDK rejects a response without `prompt_tokens`: the app gets an error too.',
  },
  {
    paths: ['ai 7'],
    cases: ['OpenRouter, reported cost', 'DeepInfra, reported cost', LITELLM],
    calls: 'stream',
    fields: ['units', 'amount'],
    reason: 'The SDK removes the reported cost from the usage of streams.',
  },
  {
    paths: ['ai 7'],
    formats: ['openai.chat'],
    cases: servesTier,
    calls: 'stream',
    fields: ['amount'],
    priced: true,
    reason: 'The SDK removes the served tier from streamed chats: the standard one is assumed.',
  },
  {
    paths: ['ai 7'],
    cases: ['audio tokens', 'Perplexity, citations and searches'],
    calls: 'stream',
    fields: ['units', 'tokens', 'meters', 'amount'],
    reason:
      'The SDK removes counts that its schema does not have from the usage of streams. The cost of sellers and models with such counts is unknown.',
  },
  {
    paths: ['ai 7'],
    cases: ['both families of names, one of them 0'],
    calls: 'stream',
    fields: ['tokens', 'amount'],
    reason: 'The SDK removes the second family of names from the usage of streams.',
  },
  {
    paths: ['ai 7'],
    cases: ['cached tokens'],
    calls: 'stream',
    fields: ['zeros'],
    reason: 'The SDK removes the audio tokens, here 0, from the usage of streams.',
  },
  {
    paths: ['ai 7'],
    cases: [
      'Groq, usage of streams in x_groq',
      'Kimi, usage of streams in the choice, cached tokens at the top',
      'stream ends with a usage of zeros',
      'stream ends with an empty usage',
      'last event of the stream has zeros for the input',
      'a last chunk with only the traffic type',
    ],
    calls: 'stream',
    fields: ['tokens', 'amount'],
    reason: 'The SDK keeps the last usage of a stream, and reads it only where the provider itself reports it.',
  },
  {
    paths: ['ai 7'],
    formats: ['openai.chat'],
    cases: ['finish reason null'],
    calls: 'stream',
    fields: ['state', 'errorCode', 'tokens', 'amount'],
    reason: 'To the SDK a stream without a finish reason is like one that broke off.',
  },
  {
    paths: ['ai 7'],
    formats: ['gemini.generate_content'],
    calls: 'stream',
    fields: ['model'],
    reason: 'The SDK hides the model that responded from streams.',
  },
  {
    paths: ['ai 7'],
    cases: ['failed within status 200', 'failed within status 200, no usage'],
    calls: 'stream',
    fields: ['model', 'finish'],
    reason: 'The SDK throws an error of its own for these, which has no more of the response than code and usage.',
  },
  {
    paths: ['ai 7'],
    cases: ['MiniMax, error within status 200'],
    fields: ['model'],
    reason: 'The SDK throws an error of its own for these, which has no more of the response than the code.',
  },
];
