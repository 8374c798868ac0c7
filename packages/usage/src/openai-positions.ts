import { atTop, type Fields, type Position } from './read.ts';

const INPUT_DETAILS = ['prompt_tokens_details', 'input_tokens_details', 'input_token_details'];
const OUTPUT_DETAILS = ['completion_tokens_details', 'output_tokens_details', 'output_token_details'];

/**
 * Where servers that use OpenAI's formats report each count. OpenAI: `…_details`; DeepSeek: `prompt_cache_hit_tokens`;
 * Moonshot: `cached_tokens` of the usage; LiteLLM and Databricks: Anthropic's names beside OpenAI's, or
 * `cache_creation_tokens`; DashScope: `cache_creation_input_tokens` within the details; new-api: both families of names; clients that
 * write names in camel case: `promptTokens`.
 */
export const OPENAI_POSITIONS = {
  input: [atTop('prompt_tokens', 'input_tokens', 'promptTokens')],
  output: [atTop('completion_tokens', 'output_tokens', 'completionTokens')],
  cacheRead: [
    { within: INPUT_DETAILS, names: ['cached_tokens', 'cache_read_tokens', 'cache_read_input_tokens'] },
    atTop('cached_tokens', 'prompt_cache_hit_tokens', 'cache_read_input_tokens', 'num_cached_tokens'),
  ],
  cacheWrite: [
    {
      within: INPUT_DETAILS,
      names: ['cache_write_tokens', 'cache_creation_tokens', 'cached_creation_tokens', 'cache_creation_input_tokens'],
    },
    atTop('cache_write_tokens', 'cache_creation_input_tokens'),
  ],
  reasoning: [{ within: OUTPUT_DETAILS, names: ['reasoning_tokens'] }, atTop('reasoning_tokens')],
  audioInput: [{ within: INPUT_DETAILS, names: ['audio_tokens'] }],
  audioOutput: [{ within: OUTPUT_DETAILS, names: ['audio_tokens'] }],
} as const satisfies Record<string, readonly Position[]>;

/** Objects with the cache writes by their time to live, `ephemeral_1h_input_tokens`. They stand in the usage or in its details. */
export const WRITES_BY_TTL: readonly Position[] = [
  { within: [...INPUT_DETAILS, ''], names: ['cache_creation_token_details', 'cache_creation'] },
];

export function inputDetailsOf(usage: Fields): unknown {
  return firstOf(usage, INPUT_DETAILS);
}

export function outputDetailsOf(usage: Fields): unknown {
  return firstOf(usage, OUTPUT_DETAILS);
}

function firstOf(usage: Fields, names: readonly string[]): unknown {
  for (const name of names) {
    const value = usage[name];
    if (value !== undefined && value !== null) return value;
  }
  return undefined;
}
