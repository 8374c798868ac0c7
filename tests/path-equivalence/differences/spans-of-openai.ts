import type { Difference } from '../difference.ts';
import { fails, hasParts, isIncomplete, ofOthers, servesTier, usesTools } from './which.ts';

const CONTRIB = 'spans of contrib';
const OPENLLMETRY = 'spans of openllmetry';
const OPENINFERENCE = 'spans of openinference';
const OPENLIT = 'spans of openlit';
const ALL = [CONTRIB, OPENLLMETRY, OPENINFERENCE, OPENLIT];

const BOTH_FAMILIES = 'both families of names, one of them 0';
const ZEROS = 'stream ends with a usage of zeros';

/** openai under published instrumentations: what their spans do not say. */
export const SPANS_OF_OPENAI: readonly Difference[] = [
  {
    paths: [OPENINFERENCE],
    cases: ['web search in a page that was found', 'MCP call, which costs nothing'],
    fields: ['amount'],
    reason: 'The spans have the tools of the request, but not which of them ran, so the cost is unknown.',
  },
  {
    paths: ALL,
    formats: ['openai.responses'],
    cases: usesTools,
    fields: ['units', 'amount'],
    priced: true,
    reason: 'The spans do not say which tools OpenAI ran, so the price of these is missing.',
  },
  {
    paths: [CONTRIB, OPENLLMETRY, OPENINFERENCE],
    cases: servesTier,
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have the served tier: the standard one is assumed.',
  },
  {
    paths: [CONTRIB, OPENLLMETRY, OPENLIT],
    cases: hasParts,
    fields: ['tokens', 'meters', 'amount'],
    priced: true,
    reason: 'The spans do not have all parts of the tokens: cached, reasoning, audio, citations.',
  },
  {
    paths: ALL,
    formats: ['openai.chat'],
    cases: ofOthers,
    fields: ['amount'],
    reason:
      'The spans do not tell which server responded, or not whether its tokens were cached. The cost is unknown unless the provider is OpenAI.',
  },
  {
    paths: [OPENINFERENCE, OPENLIT],
    cases: ['LiteLLM, cost in a header or in the usage of a stream'],
    calls: 'whole',
    fields: ['amount'],
    priced: true,
    reason: 'The spans do not have the host, so a call to a proxy looks like one to OpenAI.',
  },
  {
    paths: [OPENINFERENCE],
    cases: ['Gemini in this format, thoughts only in the total', 'Perplexity, citations and searches'],
    fields: ['tokens', 'meters', 'amount'],
    priced: true,
    reason: 'The spans have none of the counts that only this server sends.',
  },
  {
    paths: ALL,
    cases: [BOTH_FAMILIES],
    fields: ['tokens', 'amount'],
    reason: 'The library reads only the first family of names.',
  },
  {
    paths: ALL,
    cases: [ZEROS],
    calls: 'stream',
    fields: ['tokens', 'amount'],
    reason: 'The library keeps the last usage of a stream, or none.',
  },
  {
    paths: [OPENLLMETRY, OPENINFERENCE, OPENLIT],
    formats: ['openai.chat'],
    calls: 'stream',
    fields: ['tokens', 'amount'],
    reason:
      'The library counts the tokens of streamed chats itself or not at all. Spans do not mark own counts, so the cost is unknown.',
  },
  {
    paths: [OPENLLMETRY],
    formats: ['openai.chat'],
    fields: ['amount'],
    reason:
      'Spans of streams do not differ from others, and they contain own counts, so the cost of every chat is unknown.',
  },
  {
    paths: [CONTRIB, OPENLLMETRY, OPENINFERENCE],
    formats: ['openai.responses'],
    fields: ['finish'],
    reason: 'The library has words of its own for the end of a response.',
  },
  {
    paths: [OPENLIT, OPENINFERENCE],
    cases: isIncomplete,
    fields: ['finish'],
    reason: 'The span does not say why a response is incomplete.',
  },
  {
    paths: [OPENLLMETRY, OPENINFERENCE, OPENLIT],
    formats: ['openai.responses'],
    cases: isIncomplete,
    calls: 'stream',
    fields: ['model', 'tokens', 'amount'],
    reason: 'The library waits for the event of a complete response.',
  },
  {
    paths: ALL,
    cases: fails,
    fields: ['record', 'state', 'errorCode', 'model', 'finish', 'tokens', 'meters', 'amount'],
    priced: true,
    reason: 'The libraries ignore errors within a response of status 200, or never end the span.',
  },
  {
    paths: [CONTRIB, OPENLLMETRY, OPENLIT],
    fields: ['zeros'],
    reason: 'The spans leave out counts of 0.',
  },
  {
    paths: [CONTRIB, OPENLIT, OPENINFERENCE],
    cases: ['embeddings of Voyage, only a total'],
    fields: ['tokens', 'amount'],
    reason: 'The library reads only the first family of names.',
  },
  {
    paths: [OPENINFERENCE],
    cases: ['embeddings'],
    fields: ['tokens', 'amount'],
    reason: 'The spans of embeddings have no usage.',
  },
  {
    paths: [OPENINFERENCE],
    cases: ['Kimi, usage of streams in the choice, cached tokens at the top'],
    calls: 'whole',
    fields: ['tokens', 'meters'],
    reason: 'The library reads cached tokens only where OpenAI reports them.',
  },
  {
    paths: [CONTRIB],
    cases: ['Groq, usage of streams in x_groq'],
    calls: 'stream',
    fields: ['tokens'],
    reason: 'The library reads the usage of streams only where OpenAI reports it.',
  },
  {
    paths: [OPENLLMETRY],
    formats: ['openai.responses'],
    calls: 'stream',
    fields: ['model'],
    reason: 'The spans of streamed responses have no model that responded.',
  },
  {
    paths: [OPENINFERENCE],
    cases: ['reasoning tokens', 'Azure, deployment named after another model'],
    calls: 'stream',
    fields: ['model'],
    reason: 'The spans of streamed chats have the requested model as the one that responded.',
  },
  {
    paths: [OPENLIT],
    formats: ['openai.embeddings'],
    fields: ['model'],
    reason: 'The spans of embeddings have no model that responded.',
  },
  {
    paths: [OPENLLMETRY],
    formats: ['openai.embeddings'],
    fields: ['record'],
    reason: 'The library makes no spans for embeddings.',
  },
  {
    paths: [OPENLLMETRY],
    formats: ['openai.chat'],
    cases: ['tool call of the app', 'finish reason empty', 'finish reason null'],
    fields: ['finish'],
    reason: 'The library has words of its own for finish reasons, also if the provider sends none.',
  },
  {
    paths: [OPENLIT],
    cases: ['finish reason empty', 'finish reason null'],
    calls: 'stream',
    fields: ['finish'],
    reason: 'The library writes `stop` for a stream without a finish reason.',
  },
  {
    paths: [OPENLIT],
    cases: ['no usage', 'embeddings without usage'],
    calls: 'whole',
    fields: ['state', 'model'],
    reason: 'The library fails at a response without usage, and its span has that error.',
  },
  {
    paths: [OPENLIT],
    cases: ['no usage'],
    calls: 'whole',
    fields: ['finish'],
    reason: 'The library fails at a response without usage, before it reads the finish reason.',
  },
  {
    paths: [OPENINFERENCE],
    cases: isIncomplete,
    calls: 'stream',
    fields: ['state'],
    reason: 'The library waits for the event of a complete response, and marks the span of another one as an error.',
  },
];
