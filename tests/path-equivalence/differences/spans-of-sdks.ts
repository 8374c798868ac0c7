import type { Difference } from '../difference.ts';
import { fails, hasParts, ofOthers, servesTier, usesTools } from './which.ts';

const ANTHROPIC = 'spans of @anthropic-ai/sdk';
const GEN_AI = 'spans of ai 7, gen_ai.*';
const LEGACY = 'spans of ai 7, ai.*';
const AI = [GEN_AI, LEGACY];

const LITELLM = 'LiteLLM, cost in a header or in the usage of a stream';
const EARLY = 'stream that ends early';
const HOURLY = 'cache writes without times, the request says 1 hour';
const LAST_ZEROS = 'last event of the stream has zeros for the input';

const OF_ANTHROPIC: readonly Difference[] = [
  {
    paths: [ANTHROPIC, ...AI],
    cases: [HOURLY],
    fields: ['meters', 'amount'],
    priced: true,
    reason:
      'The spans do not have the request, which alone says for how long its tokens stay in the cache. The cost is unknown, or five minutes are assumed.',
  },
  {
    paths: [GEN_AI],
    cases: ['reads, 5-minute and 1-hour writes of the cache'],
    fields: ['meters', 'amount'],
    reason: 'The spans have one count for all writes to the cache, which have two prices.',
  },
  {
    paths: [ANTHROPIC],
    cases: ['web searches'],
    fields: ['meters', 'amount'],
    priced: true,
    reason: 'The spans do not have the number of searches, so their price is missing.',
  },
  {
    paths: [ANTHROPIC],
    cases: ['compaction, billed in iterations', 'compaction, iterations without counts of the cache'],
    fields: ['tokens', 'amount'],
    reason: 'The spans have only the totals, which leave out compactions.',
  },
  {
    paths: [ANTHROPIC, GEN_AI],
    cases: ['advisor, billed by the price of another model'],
    fields: ['meters', 'amount'],
    priced: true,
    reason: 'The spans do not say that another model was used too.',
  },
  {
    paths: [ANTHROPIC, GEN_AI],
    cases: ['inference in the US', 'fast mode'],
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have region and speed: the standard ones are assumed.',
  },
  {
    paths: [ANTHROPIC, ...AI],
    cases: [LAST_ZEROS],
    calls: 'stream',
    fields: ['tokens', 'amount'],
    reason: 'The SDK keeps the last counts of a stream.',
  },
  {
    paths: [ANTHROPIC],
    cases: ['error in the stream', EARLY],
    fields: ['errorCode'],
    reason: 'The spans have the class of the error, not the code, and none for a stream that ends early.',
  },
];

const OF_AI: readonly Difference[] = [
  {
    paths: AI,
    fields: ['finish'],
    reason: 'The spans have the finish reason in the words of the AI SDK.',
  },
  {
    paths: AI,
    fields: ['zeros'],
    reason: 'The SDK reports 0 for counts that the provider did not send, and leaves out others that are 0.',
  },
  {
    paths: AI,
    formats: ['openai.chat', 'openai.responses'],
    cases: servesTier,
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have the served tier: the standard one is assumed.',
  },
  {
    paths: [GEN_AI],
    formats: ['anthropic.messages', 'gemini.generate_content'],
    cases: servesTier,
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have the served tier: the standard one is assumed.',
  },
  {
    paths: AI,
    formats: ['openai.chat'],
    cases: hasParts,
    fields: ['tokens', 'meters', 'amount'],
    priced: true,
    reason: 'The spans do not have all parts of the tokens: audio, citations, and tokens that only the total includes.',
  },
  {
    paths: [GEN_AI],
    formats: ['openai.responses', 'anthropic.messages', 'gemini.generate_content'],
    cases: hasParts,
    fields: ['tokens', 'meters', 'amount'],
    priced: true,
    reason: 'The spans do not have reasoning tokens and the tokens by modality: all are priced as text.',
  },
  {
    paths: AI,
    formats: ['openai.responses'],
    cases: usesTools,
    fields: ['units', 'amount'],
    reason: 'The spans have the tools of the request, but not which of them ran, so the cost is unknown.',
  },
  {
    paths: [GEN_AI],
    formats: ['gemini.generate_content'],
    cases: usesTools,
    fields: ['units', 'amount'],
    reason: 'The spans do not have the searches. The cost is unknown if the request has a tool that costs something.',
  },
  {
    paths: [GEN_AI],
    cases: ['a fetch, which costs only tokens', 'a tool for searches that was not used', 'web searches'],
    fields: ['amount'],
    reason: 'The spans do not say whether a tool of the provider was used, so the cost is unknown.',
  },
  {
    paths: [LEGACY],
    cases: ['web search in a page that was found', 'MCP call, which costs nothing'],
    fields: ['amount'],
    reason: 'The spans do not say whether a tool of the provider was used, so the cost is unknown.',
  },
  {
    paths: [GEN_AI],
    cases: ['OpenRouter, reported cost'],
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have the reported cost: the list price is used.',
  },
  {
    paths: [GEN_AI],
    cases: ['DeepInfra, reported cost', LITELLM],
    fields: ['amount'],
    reason: 'The spans do not have the reported cost, and there is no list price.',
  },
  {
    paths: [LEGACY],
    cases: [LITELLM],
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have the host, so a call to a proxy looks like one to OpenAI.',
  },
  {
    paths: [LEGACY],
    formats: ['openai.chat'],
    cases: ofOthers,
    fields: ['amount'],
    reason: 'The spans do not have the host, so a price for another server is unknown.',
  },
  {
    paths: AI,
    cases: ['both families of names, one of them 0'],
    fields: ['tokens', 'amount'],
    reason: 'The SDK reads only the first family of names.',
  },
  {
    paths: AI,
    cases: [
      'Groq, usage of streams in x_groq',
      'stream ends with a usage of zeros',
      'stream ends with an empty usage',
      'a last chunk with only the traffic type',
    ],
    calls: 'stream',
    fields: ['tokens', 'amount'],
    reason: 'The SDK keeps the last usage of a stream, and reads it only where the provider itself reports it.',
  },
  {
    paths: AI,
    formats: ['openai.embeddings'],
    fields: ['model'],
    reason: 'The spans of embeddings have no model that responded.',
  },
  {
    paths: AI,
    cases: ['embeddings of Voyage, only a total'],
    fields: ['state', 'tokens', 'amount'],
    reason: 'The SDK rejects a response without `prompt_tokens`: the app gets an error too.',
  },
  {
    paths: AI,
    cases: ['finish reason MALFORMED_FUNCTION_CALL'],
    fields: ['state'],
    reason: 'The SDK marks the span of a response with this finish reason as an error.',
  },
];

/** Calls that fail after the provider's status 200. */
const OF_FAILURES: readonly Difference[] = [
  {
    paths: AI,
    cases: (one) => fails(one) && one.name !== EARLY,
    fields: ['record', 'errorCode', 'model', 'tokens', 'meters', 'amount'],
    priced: true,
    reason: 'The AI SDK throws an error of its own for these, without the code, the model and the usage.',
  },
  {
    paths: [GEN_AI],
    formats: ['gemini.generate_content'],
    cases: [EARLY],
    fields: ['meters', 'amount'],
    priced: true,
    reason:
      'The spans do not say that the call is a stream, so the usage so far looks like that of a complete response.',
  },
  {
    paths: AI,
    cases: [EARLY],
    fields: ['state', 'errorCode', 'tokens'],
    reason: 'The SDK ends the span of a stream that ends early as that of a complete one, with the usage so far.',
  },
  {
    paths: [LEGACY],
    cases: ['finish reason empty', 'finish reason null'],
    calls: 'stream',
    fields: ['amount'],
    reason: 'A stream without a finish reason looks like one that ended early, so the cost is unknown.',
  },
];

/** Spans that SDKs make themselves: what they do not say. */
export const SPANS_OF_SDKS: readonly Difference[] = [...OF_ANTHROPIC, ...OF_AI, ...OF_FAILURES];
