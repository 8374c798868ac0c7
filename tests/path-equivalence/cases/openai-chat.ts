import { costs, type Body, type Case, type Seen } from '../case.ts';
import { interrupted } from './interrupted.ts';
import { chunksOf, type Completion, type UsagePosition } from '../wire/openai-chat.ts';

/** Nano-USD per token: $1 per 1M tokens is 1,000. platform.openai.com/docs/pricing, 2026-03. */
const GPT_4O = { input: 2500, cached: 1250, output: 10_000 };
const GPT_4O_PRIORITY = { input: 4250, output: 17_000 };
const MINI = { input: 250, cached: 25, output: 2000 };

interface Options {
  host?: string;
  /** The requested model; default: `model`. */
  deployment?: string;
  model?: string;
  usage?: Body;
  message?: Completion['choices'][number]['message'];
  finish?: string | null;
  /** More fields of the request and of the response. */
  request?: Body;
  more?: Body;
  position?: UsagePosition;
  /** Headers of the response. */
  headers?: Case['headers'];
  /** Changes the chunks into those of another server. */
  chunks?: (chunks: Body[]) => Body[];
}

function chat(name: string, options: Options, expected: Partial<Seen> & Pick<Seen, 'paid'>): Case {
  const { host = 'api.openai.com', model = 'gpt-4o-2024-08-06', usage, finish = 'stop', position, chunks } = options;
  const message = { role: 'assistant', content: 'Hello there', refusal: null, ...options.message };
  const body: Completion = {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model,
    service_tier: 'default',
    ...options.more,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    ...(usage === undefined ? {} : { usage }),
  };
  const events = chunksOf(body, position);
  return {
    name,
    format: 'openai.chat',
    host,
    request: {
      model: options.deployment ?? model,
      messages: [{ role: 'user', content: 'Say hello' }],
      ...options.request,
    },
    body,
    ...(options.headers === undefined ? {} : { headers: options.headers }),
    events: chunks === undefined ? events : chunks(events),
    expected: {
      state: 'success',
      model,
      ...(finish ? { finish: [finish] } : {}),
      ...costs(expected.paid),
      ...expected,
    },
  };
}

const details = (cached: number, audio = 0) => ({ cached_tokens: cached, audio_tokens: audio });
const SMALL = { prompt_tokens: 1000, completion_tokens: 20, total_tokens: 1020 };
const small: Pick<Seen, 'tokens' | 'meters'> = {
  tokens: { inputTokens: 1000, outputTokens: 20 },
  meters: { input: 1000, output: 20 },
};
const SMALL_COST = 1000 * GPT_4O.input + 20 * GPT_4O.output;

/** Responses of OpenAI itself. */
const OF_OPENAI: readonly Case[] = [
  chat(
    'cached tokens',
    {
      usage: {
        prompt_tokens: 2006,
        completion_tokens: 20,
        total_tokens: 2026,
        prompt_tokens_details: details(1920),
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 0, accepted_prediction_tokens: 0 },
      },
    },
    {
      tokens: {
        inputTokens: 2006,
        outputTokens: 20,
        cacheReadTokens: 1920,
        reasoningTokens: 0,
        audioInputTokens: 0,
        audioOutputTokens: 0,
      },
      meters: { input: 2006, cache_read: 1920, output: 20 },
      paid: 86 * GPT_4O.input + 1920 * GPT_4O.cached + 20 * GPT_4O.output,
    },
  ),
  chat(
    'reasoning tokens',
    {
      model: 'gpt-5-mini-2025-08-07',
      deployment: 'gpt-5-mini',
      usage: {
        prompt_tokens: 100,
        completion_tokens: 500,
        total_tokens: 600,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 448 },
      },
    },
    {
      tokens: { inputTokens: 100, outputTokens: 500, cacheReadTokens: 0, reasoningTokens: 448 },
      meters: { input: 100, output: 500, reasoning: 448 },
      paid: 100 * MINI.input + 500 * MINI.output,
    },
  ),
  chat('finish reason length', { usage: SMALL, finish: 'length' }, { ...small, paid: SMALL_COST }),
  chat(
    'finish reason content_filter',
    { usage: SMALL, finish: 'content_filter', message: { content: '' } },
    { ...small, paid: SMALL_COST },
  ),
  chat(
    'refusal',
    { usage: SMALL, message: { content: null, refusal: 'I cannot do that' } },
    { ...small, paid: SMALL_COST },
  ),
  chat(
    'tool call of the app',
    {
      usage: SMALL,
      finish: 'tool_calls',
      message: {
        content: null,
        tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'time', arguments: '{}' } }],
      },
      request: { tools: [{ type: 'function', function: { name: 'time', parameters: { type: 'object' } } }] },
    },
    { ...small, paid: SMALL_COST },
  ),
  chat(
    'served tier priority',
    { usage: SMALL, more: { service_tier: 'priority' } },
    { ...small, paid: 1000 * GPT_4O_PRIORITY.input + 20 * GPT_4O_PRIORITY.output },
  ),
  chat(
    'served tier flex',
    { usage: SMALL, model: 'gpt-5-mini-2025-08-07', more: { service_tier: 'flex' } },
    { ...small, paid: (1000 * MINI.input + 20 * MINI.output) / 2 },
  ),
  chat(
    'audio tokens',
    {
      model: 'gpt-4o-audio-preview-2025-06-03',
      usage: {
        ...SMALL,
        prompt_tokens_details: details(0, 900),
        completion_tokens_details: { reasoning_tokens: 0, audio_tokens: 15 },
      },
    },
    {
      tokens: {
        inputTokens: 1000,
        outputTokens: 20,
        cacheReadTokens: 0,
        reasoningTokens: 0,
        audioInputTokens: 900,
        audioOutputTokens: 15,
      },
      meters: { input: 1000, input_audio: 900, output: 20, output_audio: 15 },
      paid: 'unknown_price',
    },
  ),
  chat('no usage', {}, { paid: 'unknown_usage' }),
  chat('unknown model', { model: 'gpt-99', usage: SMALL }, { ...small, paid: 'unknown_price' }),
];

const AZURE = 'our-team.openai.azure.com';
const AZURE_OPENING = { id: '', object: '', created: 0, model: '', choices: [], prompt_filter_results: [] };
const ZEROS = { prompt_tokens: 0, completion_tokens: 0, total_tokens: 0 };
/** A last chunk without choices and with `usage`. */
const followedBy = (usage: Body) => (chunks: Body[]) => [...chunks, { ...chunks[0], choices: [], usage }];

/** Responses of other servers in the same format. */
const OF_OTHERS: readonly Case[] = [
  chat(
    'Azure, deployment named after another model',
    {
      host: AZURE,
      deployment: 'o3-mini',
      model: 'o1-2024-12-17',
      usage: SMALL,
      chunks: (chunks) => [AZURE_OPENING, ...chunks],
    },
    { ...small, paid: 1000 * 15_000 + 20 * 60_000 },
  ),
  chat(
    'Groq, usage of streams in x_groq',
    { host: 'api.groq.com', model: 'llama-3.3-70b-versatile', usage: SMALL, position: 'x_groq' },
    { ...small, paid: 1000 * 590 + 20 * 790 },
  ),
  chat(
    'Kimi, usage of streams in the choice, cached tokens at the top',
    { host: 'api.moonshot.ai', model: 'kimi-k2.5', usage: { ...SMALL, cached_tokens: 600 }, position: 'last choice' },
    {
      tokens: { ...small.tokens, cacheReadTokens: 600 },
      meters: { input: 1000, cache_read: 600, output: 20 },
      paid: 400 * 600 + 600 * 100 + 20 * 3000,
    },
  ),
  chat(
    'Mistral, usage with the finish reason',
    {
      host: 'api.mistral.ai',
      model: 'mistral-small-latest',
      usage: SMALL,
      position: 'chunk of the finish reason',
      more: { service_tier: undefined },
    },
    { ...small, paid: 1000 * 100 + 20 * 300 },
  ),
  chat(
    'usage in every chunk',
    { host: 'api.mistral.ai', model: 'mistral-small-latest', usage: SMALL, position: 'every chunk' },
    { ...small, paid: 1000 * 100 + 20 * 300 },
  ),
  chat(
    'stream ends with a usage of zeros',
    { usage: SMALL, chunks: followedBy(ZEROS) },
    { ...small, paid: SMALL_COST },
  ),
  chat('stream ends with an empty usage', { usage: SMALL, chunks: followedBy({}) }, { ...small, paid: SMALL_COST }),
  chat(
    'both families of names, one of them 0',
    { usage: { ...ZEROS, input_tokens: 23, output_tokens: 1056 } },
    {
      tokens: { inputTokens: 23, outputTokens: 1056 },
      meters: { input: 23, output: 1056 },
      paid: 23 * GPT_4O.input + 1056 * GPT_4O.output,
    },
  ),
  chat(
    'output without input',
    { usage: { prompt_tokens: 0, completion_tokens: 20, total_tokens: 20 } },
    { tokens: { inputTokens: 0, outputTokens: 20 }, paid: 'unknown_usage' },
  ),
  chat(
    'Gemini in this format, thoughts only in the total',
    {
      host: 'generativelanguage.googleapis.com',
      model: 'gemini-2.5-flash',
      usage: { prompt_tokens: 100, completion_tokens: 424, total_tokens: 1096 },
    },
    {
      tokens: { inputTokens: 100, outputTokens: 996, reasoningTokens: 572 },
      meters: { input: 100, output: 996, reasoning: 572 },
      paid: 100 * 300 + 996 * 2500,
    },
  ),
  chat(
    'Perplexity, citations and searches',
    {
      host: 'api.perplexity.ai',
      model: 'sonar-deep-research',
      usage: {
        prompt_tokens: 230,
        completion_tokens: 13_498,
        total_tokens: 13_728,
        citation_tokens: 20_470,
        num_search_queries: 50,
        reasoning_tokens: 145_885,
      },
    },
    {
      tokens: { inputTokens: 230, outputTokens: 159_383, reasoningTokens: 145_885 },
      meters: { input: 230, output: 159_383, reasoning: 145_885, citation: 20_470, web_search: 50 },
      paid: 230 * 2000 + 13_498 * 8000 + 145_885 * 3000 + 20_470 * 2000 + 50 * 5_000_000,
    },
  ),
  chat(
    'OpenRouter, reported cost',
    {
      host: 'openrouter.ai',
      model: 'openai/gpt-4o',
      usage: {
        ...SMALL,
        cost: 0.0031,
        prompt_tokens_details: { cached_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: 0 },
      },
    },
    {
      tokens: { ...small.tokens, cacheReadTokens: 0, reasoningTokens: 0 },
      meters: { input: 1000, output: 20 },
      list: SMALL_COST,
      paid: 3_100_000,
      charged: 3_100_000,
    },
  ),
  chat(
    'DeepInfra, reported cost',
    { host: 'api.deepinfra.com', model: 'deepseek-ai/DeepSeek-V3', usage: { ...SMALL, estimated_cost: 0.0004 } },
    { ...small, list: 'unknown_price', paid: 400_000, charged: 400_000 },
  ),
  chat(
    'xAI, reported cost in ticks',
    { host: 'api.x.ai', model: 'grok-4-0709', usage: { ...SMALL, cost_in_usd_ticks: 33_000_000 } },
    { ...small, list: 1000 * 3000 + 20 * 15_000, paid: 3_300_000, charged: 3_300_000 },
  ),
  chat(
    'LiteLLM, cost in a header or in the usage of a stream',
    {
      host: 'litellm.example',
      usage: { ...SMALL, cost: 0.0042 },
      headers: { 'x-litellm-call-id': '1', 'x-litellm-response-cost': '0.0042' },
    },
    { ...small, paid: 4_200_000, list: 'unknown_price', charged: 4_200_000 },
  ),
  chat('finish reason empty', { usage: SMALL, finish: '' }, { ...small, paid: SMALL_COST }),
  chat('finish reason null', { usage: SMALL, finish: null }, { ...small, paid: SMALL_COST }),
];

/** A failure with status 200, with this body or as the only chunk of a stream. */
function failure(name: string, body: Body, expected: Partial<Seen> & Pick<Seen, 'paid'>, more: Options = {}): Case {
  const whole = chat(name, more, expected);
  const { finish: _finish, model: _model, ...seen } = whole.expected;
  return { ...whole, body, events: [body], expected: { ...seen, state: 'failed', ...expected } };
}

const FAILURES: readonly Case[] = [
  interrupted(chat('', { usage: SMALL }, { ...small, paid: SMALL_COST }), 3),
  failure(
    'error within status 200',
    { error: { message: 'Upstream is down', code: 'upstream_error', type: 'server_error' } },
    { errorCode: 'upstream_error', paid: 'unknown_usage' },
  ),
  failure(
    'MiniMax, error within status 200',
    { id: '1', choices: null, model: 'MiniMax-M2', base_resp: { status_code: 1008, status_msg: 'no balance' } },
    { model: 'MiniMax-M2', errorCode: '1008', paid: 'unknown_usage' },
    { host: 'api.minimax.io', model: 'MiniMax-M2' },
  ),
];

export const OPENAI_CHAT: readonly Case[] = [...OF_OPENAI, ...OF_OTHERS, ...FAILURES];
