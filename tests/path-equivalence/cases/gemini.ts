import { costs, withoutUnset, type Body, type Case, type Expectation, type Seen } from '../case.ts';
import { interrupted } from './interrupted.ts';
import { chunksOf, type GeminiResponse } from '../wire/gemini.ts';

/** Nano-USD per token. ai.google.dev/gemini-api/docs/pricing, 2026-09. */
const FLASH = { input: 300, cached: 30, audio: 1000, output: 2500 };
const FLASH_3 = { input: 500, output: 3000 };
const PRO_LONG = { input: 2500, output: 15_000 };
const IMAGE = { input: 300, output: 2500, image: 30_000 };

/** Gemini 3 is billed by query, 2.5 by prompt. */
const QUERY = 14_000_000;
const GROUNDED_PROMPT = 35_000_000;
const MAPS = 25_000_000;

const HOST = 'generativelanguage.googleapis.com';

interface Options {
  model?: string;
  usage?: Body;
  parts?: readonly Body[];
  reason?: string;
  /** More fields of the candidate. */
  candidate?: Body;
  tools?: readonly Body[];
  /** Chunks after those of the response. */
  trailing?: readonly Body[];
}

const PARTS = [{ text: 'Hello ' }, { text: 'there' }];

function content(name: string, options: Options, expected: Expectation): Case {
  const { model = 'gemini-2.5-flash', usage, parts = PARTS, reason = 'STOP', candidate, tools, trailing } = options;
  const body: GeminiResponse = {
    candidates: [
      {
        ...(parts.length === 0 ? {} : { content: { role: 'model', parts } }),
        finishReason: reason,
        index: 0,
        ...candidate,
      },
    ],
    modelVersion: model,
    responseId: 'resp_1',
    ...(usage === undefined ? {} : { usageMetadata: usage }),
  };
  return {
    name,
    format: 'gemini.generate_content',
    host: HOST,
    request: { model, contents: 'Say hello', ...(tools === undefined ? {} : { tools }) },
    body,
    events: [...chunksOf(body), ...(trailing ?? [])],
    expected: withoutUnset({ state: 'success', model, finish: [reason], ...costs(expected.paid), ...expected }),
  };
}

const TEXT_PROMPT = [{ modality: 'TEXT', tokenCount: 100 }];
const SMALL = {
  promptTokenCount: 100,
  candidatesTokenCount: 20,
  totalTokenCount: 120,
  promptTokensDetails: TEXT_PROMPT,
};
const small: Pick<Seen, 'tokens' | 'meters'> = {
  tokens: { inputTokens: 100, outputTokens: 20 },
  meters: { input: 100, output: 20 },
};
const SMALL_COST = 100 * FLASH.input + 20 * FLASH.output;
const SMALL_COST_3 = 100 * FLASH_3.input + 20 * FLASH_3.output;

const TOKENS: readonly Case[] = [
  content('text', { usage: SMALL }, { ...small, paid: SMALL_COST }),
  content(
    'thoughts and cached tokens',
    {
      usage: {
        promptTokenCount: 857,
        cachedContentTokenCount: 800,
        candidatesTokenCount: 15,
        thoughtsTokenCount: 50,
        totalTokenCount: 922,
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: 857 }],
        cacheTokensDetails: [{ modality: 'TEXT', tokenCount: 800 }],
      },
    },
    {
      tokens: { inputTokens: 857, outputTokens: 65, cacheReadTokens: 800, reasoningTokens: 50 },
      meters: { input: 857, cache_read: 800, output: 65, reasoning: 50 },
      paid: 57 * FLASH.input + 800 * FLASH.cached + 65 * FLASH.output,
    },
  ),
  content(
    'audio in the prompt',
    {
      usage: {
        ...SMALL,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 10 },
          { modality: 'AUDIO', tokenCount: 90 },
        ],
      },
    },
    {
      tokens: { ...small.tokens, audioInputTokens: 90 },
      meters: { input: 100, input_audio: 90, output: 20 },
      paid: 10 * FLASH.input + 90 * FLASH.audio + 20 * FLASH.output,
    },
  ),
  content(
    'images in the prompt',
    {
      usage: {
        ...SMALL,
        promptTokensDetails: [
          { modality: 'TEXT', tokenCount: 10 },
          { modality: 'IMAGE', tokenCount: 90 },
        ],
      },
    },
    { tokens: small.tokens, meters: { input: 100, input_image: 90, output: 20 }, paid: SMALL_COST },
  ),
  content(
    'results of tools in the prompt',
    { usage: { ...SMALL, toolUsePromptTokenCount: 30, totalTokenCount: 150 }, tools: [{ code_execution: {} }] },
    {
      tokens: { inputTokens: 130, outputTokens: 20 },
      meters: { input: 130, input_tool: 30, output: 20 },
      paid: 130 * FLASH.input + 20 * FLASH.output,
    },
  ),
  content(
    'an image as output',
    {
      model: 'gemini-2.5-flash-image',
      usage: {
        promptTokenCount: 100,
        candidatesTokenCount: 1300,
        totalTokenCount: 1400,
        promptTokensDetails: TEXT_PROMPT,
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
      },
      parts: [{ text: 'Here it is' }, { inlineData: { mimeType: 'image/png', data: 'aGVsbG8=' } }],
    },
    {
      tokens: { inputTokens: 100, outputTokens: 1300 },
      meters: { input: 100, output: 1300, output_image: 1290 },
      paid: 100 * IMAGE.input + 10 * IMAGE.output + 1290 * IMAGE.image,
    },
  ),
  content(
    'more than 200,000 tokens of input',
    {
      model: 'gemini-2.5-pro',
      usage: { promptTokenCount: 250_000, candidatesTokenCount: 100, totalTokenCount: 250_100 },
    },
    {
      tokens: { inputTokens: 250_000, outputTokens: 100 },
      meters: { input: 250_000, output: 100 },
      paid: 250_000 * PRO_LONG.input + 100 * PRO_LONG.output,
    },
  ),
  content(
    'a last chunk with only the traffic type',
    { usage: SMALL, trailing: [{ modelVersion: 'gemini-2.5-flash', usageMetadata: { trafficType: 'ON_DEMAND' } }] },
    { ...small, paid: SMALL_COST },
  ),
  content(
    'served tier priority',
    { usage: { ...SMALL, serviceTier: 'priority' } },
    { ...small, paid: 'unknown_price' },
  ),
  content('no usage', {}, { paid: 'unknown_usage' }),
];

const grounded = (webSearchQueries: readonly string[], more: Body = {}) => ({
  groundingMetadata: {
    webSearchQueries,
    groundingChunks: [{ web: { uri: 'https://a.example', title: 'A' } }],
    groundingSupports: [],
    ...more,
  },
});
const GOOGLE_SEARCH = [{ google_search: {} }];

const SEARCHES: readonly Case[] = [
  content(
    'two searches of Gemini 3',
    { model: 'gemini-3-flash-preview', usage: SMALL, candidate: grounded(['a', 'b']), tools: GOOGLE_SEARCH },
    { ...small, units: { web_search: 2, grounded_prompt: 1 }, paid: SMALL_COST_3 + 2 * QUERY },
  ),
  content(
    'the same search twice and an empty one, Gemini 3',
    { model: 'gemini-3-flash-preview', usage: SMALL, candidate: grounded(['a', 'a', '']), tools: GOOGLE_SEARCH },
    { ...small, units: { web_search: 1, grounded_prompt: 1 }, paid: SMALL_COST_3 + QUERY },
  ),
  content(
    'two searches of Gemini 2.5',
    { usage: SMALL, candidate: grounded(['a', 'b']), tools: GOOGLE_SEARCH },
    { ...small, units: { web_search: 2, grounded_prompt: 1 }, paid: SMALL_COST + GROUNDED_PROMPT },
  ),
  content(
    'a tool for searches that was not used',
    { model: 'gemini-3-flash-preview', usage: SMALL, candidate: { groundingMetadata: {} }, tools: GOOGLE_SEARCH },
    { ...small, paid: SMALL_COST_3 },
  ),
  content(
    'maps',
    {
      usage: SMALL,
      candidate: { groundingMetadata: { groundingChunks: [{ maps: { uri: 'https://maps.example', title: 'A' } }] } },
      tools: [{ google_maps: {} }],
    },
    { ...small, units: { maps_search: 1 }, paid: SMALL_COST + MAPS },
  ),
];

const ENDS: readonly Case[] = [
  ...['MAX_TOKENS', 'SAFETY', 'MALFORMED_FUNCTION_CALL'].map((reason) =>
    content(`finish reason ${reason}`, { usage: SMALL, reason }, { ...small, paid: SMALL_COST }),
  ),
  interrupted(content('', { usage: SMALL }, { ...small, paid: SMALL_COST }), 1),
  blocked(),
  content(
    'no content',
    { usage: { promptTokenCount: 100, totalTokenCount: 100 }, parts: [], reason: 'RECITATION' },
    { tokens: { inputTokens: 100 }, meters: { input: 100, output: 0 }, paid: 100 * FLASH.input },
  ),
  content(
    'tool call of the app',
    {
      usage: SMALL,
      parts: [{ functionCall: { name: 'time', args: {} } }],
      tools: [{ functionDeclarations: [{ name: 'time' }] }],
    },
    { ...small, paid: SMALL_COST },
  ),
];

/** The response to a prompt that is refused has no candidates. */
function blocked(): Case {
  const usageMetadata = { promptTokenCount: 57, totalTokenCount: 57 };
  const body = {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
    modelVersion: 'gemini-2.5-flash',
    usageMetadata,
  };
  return {
    ...content('blocked prompt', {}, { paid: 0 }),
    body,
    events: [body],
    expected: {
      state: 'success',
      model: 'gemini-2.5-flash',
      finish: ['PROHIBITED_CONTENT'],
      tokens: { inputTokens: 57 },
      meters: { input: 57, output: 0 },
      ...costs(57 * FLASH.input),
    },
  };
}

export const GEMINI: readonly Case[] = [...TOKENS, ...SEARCHES, ...ENDS];
