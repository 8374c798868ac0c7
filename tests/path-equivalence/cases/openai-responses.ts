import { costs, withoutUnset, type Body, type Case, type Expectation, type Seen } from '../case.ts';
import { interrupted } from './interrupted.ts';
import { eventsOf, type Item, type ResponseBody } from '../wire/openai-responses.ts';

/** Nano-USD per token, and per call of a tool. platform.openai.com/docs/pricing, 2026-03. */
const MINI = { input: 250, cached: 25, output: 2000 };
const WEB_SEARCH = 10_000_000;
const FILE_SEARCH = 2_500_000;

const MODEL = 'gpt-5-mini-2025-08-07';

interface Options {
  output?: readonly Item[];
  /** Tools of the request; OpenAI repeats them in the response. */
  tools?: readonly Body[];
  usage?: Body | null;
  more?: Body;
}

const USAGE = {
  input_tokens: 300,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 40,
  output_tokens_details: { reasoning_tokens: 30 },
  total_tokens: 340,
};
const COST = 300 * MINI.input + 40 * MINI.output;
const counted: Pick<Seen, 'tokens' | 'meters'> = {
  tokens: { inputTokens: 300, outputTokens: 40, cacheReadTokens: 0, reasoningTokens: 30 },
  meters: { input: 300, output: 40, reasoning: 30 },
};

const TEXT: Item = {
  id: 'msg_1',
  type: 'message',
  status: 'completed',
  role: 'assistant',
  content: [{ type: 'output_text', text: 'Hello there', annotations: [], logprobs: [] }],
};

function response(name: string, options: Options, expected: Expectation): Case {
  const { output = [TEXT], tools = [], usage = USAGE } = options;
  const body: ResponseBody = {
    id: 'resp_1',
    object: 'response',
    created_at: 1_790_000_000,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    model: MODEL,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: 'medium', summary: null },
    service_tier: 'default',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' } },
    tool_choice: 'auto',
    tools,
    top_p: 1,
    truncation: 'disabled',
    usage,
    user: null,
    metadata: {},
    ...options.more,
  };
  return {
    name,
    format: 'openai.responses',
    host: 'api.openai.com',
    request: { model: 'gpt-5-mini', input: 'Say hello', ...(tools.length === 0 ? {} : { tools }) },
    body,
    events: eventsOf(body),
    expected: withoutUnset({
      state: 'success',
      model: MODEL,
      finish: [body.status],
      ...counted,
      ...costs(expected.paid),
      ...expected,
    }),
  };
}

const call = (type: string, id: string, more: Body = {}): Item => ({ id, type, status: 'completed', ...more });
const search = (id: string, action: Body) => call('web_search_call', id, { action });
const SEARCH = { type: 'search', query: 'a', queries: ['a', 'b'], sources: [] };

const WITH_TOOLS: readonly Case[] = [
  response(
    'web searches, one of the three calls opens a page',
    {
      tools: [{ type: 'web_search' }],
      output: [
        search('ws_1', SEARCH),
        search('ws_2', { type: 'open_page', url: 'https://site.example' }),
        search('ws_3', { type: 'search', query: 'c' }),
        TEXT,
      ],
    },
    { units: { web_search: 2 }, paid: COST + 2 * WEB_SEARCH },
  ),
  response(
    'web search in a page that was found',
    {
      tools: [{ type: 'web_search' }],
      output: [search('ws_1', { type: 'find_in_page', url: 'https://site.example', pattern: 'x' }), TEXT],
    },
    { paid: COST },
  ),
  response(
    'web search with the older tool',
    { tools: [{ type: 'web_search_preview' }], output: [search('ws_1', { type: 'search', query: 'a' }), TEXT] },
    { units: { web_search_preview_call: 1 }, paid: 'unknown_price' },
  ),
  response(
    'file search',
    {
      tools: [{ type: 'file_search', vector_store_ids: ['vs_1'] }],
      output: [call('file_search_call', 'fs_1', { queries: ['a', 'b'], results: null }), TEXT],
    },
    { units: { file_search: 1 }, paid: COST + FILE_SEARCH },
  ),
  response(
    'code interpreter',
    {
      tools: [{ type: 'code_interpreter', container: { type: 'auto' } }],
      output: [call('code_interpreter_call', 'ci_1', { code: '1 + 1', container_id: 'cntr_1', outputs: null }), TEXT],
    },
    { units: { code_interpreter_call: 1 }, paid: 'unknown_price' },
  ),
  response(
    'one image with two partial images',
    {
      tools: [{ type: 'image_generation', partial_images: 2 }],
      output: [call('image_generation_call', 'ig_1', { result: 'aGVsbG8=' }), TEXT],
    },
    { units: { image_generation_call: 1 }, paid: 'unknown_price' },
  ),
  response(
    'MCP call, which costs nothing',
    {
      tools: [{ type: 'mcp', server_label: 'docs', server_url: 'https://mcp.example', require_approval: 'never' }],
      output: [
        { id: 'mcpl_1', type: 'mcp_list_tools', server_label: 'docs', tools: [] },
        call('mcp_call', 'mcp_1', {
          ...{ server_label: 'docs', name: 'look', arguments: '{}', output: 'x', error: null },
          approval_request_id: null,
        }),
        TEXT,
      ],
    },
    { paid: COST },
  ),
  response(
    'two tools',
    {
      tools: [{ type: 'web_search' }, { type: 'file_search', vector_store_ids: ['vs_1'] }],
      output: [
        search('ws_1', { type: 'search', query: 'a' }),
        call('file_search_call', 'fs_1', { queries: ['a'], results: null }),
        TEXT,
      ],
    },
    { units: { web_search: 1, file_search: 1 }, paid: COST + WEB_SEARCH + FILE_SEARCH },
  ),
  response(
    'custom tool of the app',
    {
      output: [
        { id: 'rs_1', type: 'reasoning', summary: [] },
        call('custom_tool_call', 'ctc_1', { call_id: 'call_1', name: 'time', input: 'now' }),
        TEXT,
      ],
      tools: [{ type: 'custom', name: 'time' }],
    },
    { paid: COST },
  ),
  response(
    'function call of the app',
    {
      tools: [{ type: 'function', name: 'time', parameters: { type: 'object', properties: {} }, strict: false }],
      output: [call('function_call', 'fc_1', { call_id: 'call_1', name: 'time', arguments: '{}' })],
    },
    { paid: COST },
  ),
];

const ENDS: readonly Case[] = [
  response('reasoning tokens', {}, { paid: COST }),
  response(
    'cached tokens',
    { usage: { ...USAGE, input_tokens: 3000, input_tokens_details: { cached_tokens: 2048 }, total_tokens: 3040 } },
    {
      tokens: { inputTokens: 3000, outputTokens: 40, cacheReadTokens: 2048, reasoningTokens: 30 },
      meters: { input: 3000, cache_read: 2048, output: 40, reasoning: 30 },
      paid: 952 * MINI.input + 2048 * MINI.cached + 40 * MINI.output,
    },
  ),
  response(
    'incomplete, max_output_tokens',
    { more: { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } } },
    { finish: ['max_output_tokens'], paid: COST },
  ),
  response(
    'incomplete, content_filter',
    { more: { status: 'incomplete', incomplete_details: { reason: 'content_filter' } } },
    { finish: ['content_filter'], paid: COST },
  ),
  response(
    'refusal',
    { output: [{ ...TEXT, content: [{ type: 'refusal', refusal: 'I cannot do that' }] }] },
    { paid: COST },
  ),
  response('served tier flex', { more: { service_tier: 'flex' } }, { paid: COST / 2 }),
  interrupted(response('', {}, { paid: COST }), 5),
  response(
    'failed within status 200',
    { output: [], more: { status: 'failed', error: { code: 'server_error', message: 'Broken' } } },
    { state: 'failed', errorCode: 'server_error', paid: 'unknown_usage' },
  ),
  response(
    'failed within status 200, no usage',
    { output: [], usage: null, more: { status: 'failed', error: { code: 'server_error', message: 'Broken' } } },
    { state: 'failed', errorCode: 'server_error', tokens: undefined, meters: undefined, paid: 'unknown_usage' },
  ),
];

export const OPENAI_RESPONSES: readonly Case[] = [...ENDS, ...WITH_TOOLS];
