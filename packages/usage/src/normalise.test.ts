import { totalOf, type MeterNode } from './meters.ts';
import { normaliseUsage } from './normalise.ts';
import type { UsageProfile } from './profiles.ts';

/** Every meter of the tree, including its parts. */
function flat(usage: unknown, profile: UsageProfile = 'openai', format?: string): Record<string, number> | string {
  const normal = normaliseUsage(usage, profile, format);
  if ('unknown' in normal) {
    return normal.unknown;
  }
  const totals: Record<string, number> = {};
  const walk = (node: MeterNode): void => {
    totals[node.meter] = (totals[node.meter] ?? 0) + totalOf(node);
    [...node.inside, ...node.beside].forEach(walk);
  };
  normal.nodes.forEach(walk);
  return { ...totals, context: normal.context };
}

const details = (cached: number, reasoning = 0) => ({
  prompt_tokens_details: { cached_tokens: cached },
  completion_tokens_details: { reasoning_tokens: reasoning },
});

describe('usage in the format of OpenAI', () => {
  test('chat: the prompt includes cached tokens, the completion includes reasoning', () => {
    const usage = { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150, ...details(80, 30) };
    expect(flat(usage)).toEqual({ input: 100, cache_read: 80, output: 50, reasoning: 30, context: 100 });
  });

  test('responses: the same counts under other names', () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 80, cache_write_tokens: 10 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 30 },
      total_tokens: 150,
    };
    expect(flat(usage)).toEqual({
      input: 100,
      cache_read: 80,
      cache_write: 10,
      output: 50,
      reasoning: 30,
      context: 100,
    });
  });

  test('embeddings have no output', () => {
    expect(flat({ prompt_tokens: 8, total_tokens: 8 })).toEqual({ input: 8, output: 0, context: 8 });
    expect(flat({ prompt_tokens: 8 }, 'openai', 'openai.embeddings')).toEqual({ input: 8, output: 0, context: 8 });
    expect(flat({ prompt_tokens: 8 })).toMatch(/output/);
  });

  test('if the total adds reasoning, the completion does not include it', () => {
    const usage = { prompt_tokens: 32, completion_tokens: 9, total_tokens: 135, ...details(6, 94) };
    expect(flat(usage, 'xai')).toEqual({ input: 32, cache_read: 6, output: 103, reasoning: 94, context: 32 });
  });

  test('if the total adds cached tokens, the prompt does not include them', () => {
    const usage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 110, ...details(80) };
    expect(flat(usage)).toEqual({ input: 100, cache_read: 80, output: 10, context: 100 });
  });

  test('a total that two readings match is unknown usage', () => {
    expect(flat({ prompt_tokens: 20, completion_tokens: 10, total_tokens: 35, ...details(5, 5) })).toMatch(
      /total_tokens 35/,
    );
  });

  test('Gemini in this format includes thoughts only in the total', () => {
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 40 };
    expect(flat(usage, 'gemini')).toEqual({ input: 10, output: 30, reasoning: 25, context: 10 });
    expect(flat(usage)).toMatch(/does not match the other counts/);
  });

  test('audio and cached audio are separate from text', () => {
    const usage = {
      input_tokens: 100,
      output_tokens: 40,
      total_tokens: 140,
      input_token_details: {
        audio_tokens: 60,
        text_tokens: 40,
        cached_tokens: 30,
        cached_tokens_details: { audio_tokens: 20, text_tokens: 10 },
      },
      output_token_details: { audio_tokens: 35, text_tokens: 5 },
    };
    expect(flat(usage)).toEqual({
      input: 100,
      cache_read: 30,
      cache_read_audio: 20,
      input_audio: 40,
      output: 40,
      output_audio: 35,
      context: 100,
    });
  });

  test('the images endpoint reports image tokens', () => {
    const usage = {
      input_tokens: 50,
      output_tokens: 1000,
      total_tokens: 1050,
      input_tokens_details: { text_tokens: 10, image_tokens: 40 },
    };
    expect(flat(usage, 'openai', 'openai.images')).toMatchObject({ input_image: 40, output_image: 1000 });
  });

  test('transcription may be reported in seconds', () => {
    expect(flat({ type: 'duration', seconds: 12.5 })).toEqual({ second: 12.5, context: 0 });
  });

  test('DeepSeek reports cache hits under its own name', () => {
    const usage = {
      prompt_tokens: 100,
      completion_tokens: 1,
      total_tokens: 101,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    };
    expect(flat(usage)).toMatchObject({ input: 100, cache_read: 64 });
  });

  test('sources of a live search have their own meter', () => {
    expect(flat({ prompt_tokens: 1, completion_tokens: 1, total_tokens: 2, num_sources_used: 4 }, 'xai')).toMatchObject(
      { search_source: 4 },
    );
  });
});

describe('usage in the format of Anthropic', () => {
  test('the input does not include cached tokens; writes are split by TTL', () => {
    const usage = {
      input_tokens: 10,
      cache_read_input_tokens: 50,
      cache_creation_input_tokens: 100,
      cache_creation: { ephemeral_5m_input_tokens: 60, ephemeral_1h_input_tokens: 30, ephemeral_12h_input_tokens: 10 },
      output_tokens: 5,
      server_tool_use: { web_search_requests: 2, web_fetch_requests: 7 },
    };
    expect(flat(usage, 'anthropic')).toEqual({
      input: 160,
      cache_read: 50,
      cache_write: 100,
      'cache_write:5m': 60,
      'cache_write:1h': 30,
      'cache_write:12h': 10,
      output: 5,
      web_search: 2,
      context: 160,
    });
  });

  test('the same format from another seller is read the same way', () => {
    expect(flat({ input_tokens: 10, output_tokens: 5, cache_read_input_tokens: 90 }, 'gemini')).toMatchObject({
      input: 100,
    });
  });

  test('writes by TTL above their total are unknown usage', () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 1,
      cache_creation_input_tokens: 5,
      cache_creation: { ephemeral_1h_input_tokens: 6 },
    };
    expect(flat(usage, 'anthropic')).toMatch(/exceeds/);
  });
});

describe('usage in the format of Gemini', () => {
  test('the candidates do not include thoughts, the prompt includes cached content', () => {
    const usage = {
      promptTokenCount: 100,
      cachedContentTokenCount: 40,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 20,
      toolUsePromptTokenCount: 7,
      totalTokenCount: 137,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 70 },
        { modality: 'AUDIO', tokenCount: 30 },
      ],
      cacheTokensDetails: [{ modality: 'AUDIO', tokenCount: 10 }],
    };
    expect(flat(usage, 'gemini')).toEqual({
      input: 107,
      input_audio: 20,
      cache_read: 40,
      cache_read_audio: 10,
      input_tool: 7,
      output: 30,
      reasoning: 20,
      context: 107,
    });
  });

  test('a total that is not the sum is unknown usage', () => {
    expect(flat({ promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 9 }, 'gemini')).toMatch(/not the sum/);
  });
});

test('Bedrock Converse: the input does not include cached tokens', () => {
  const usage = {
    inputTokens: 10,
    outputTokens: 5,
    totalTokens: 115,
    cacheReadInputTokens: 60,
    cacheWriteInputTokens: 40,
  };
  expect(flat(usage)).toEqual({ input: 110, cache_read: 60, cache_write: 40, output: 5, context: 110 });
});

test('Cohere bills its billed units', () => {
  const usage = {
    billed_units: { input_tokens: 5, output_tokens: 7, search_units: 1 },
    tokens: { input_tokens: 70, output_tokens: 7 },
  };
  expect(flat(usage, 'cohere')).toEqual({ input: 5, output: 7, search: 1, context: 5 });
});

test('Cohere: counted tokens are not billed tokens', () => {
  expect(flat({ input_tokens: 70, output_tokens: 7 }, 'cohere')).toBe('no billed units were reported');
  const compatible = { prompt_tokens: 5, completion_tokens: 7, total_tokens: 12 };
  expect(flat(compatible, 'cohere')).toEqual({ input: 5, output: 7, context: 5 });
});

test.each([
  ['more cached than sent', { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11, ...details(11) }],
  ['more reasoning than output', { prompt_tokens: 10, completion_tokens: 1, ...details(0, 2) }],
  ['a negative count', { prompt_tokens: -1, completion_tokens: 1 }],
  ['a fraction', { prompt_tokens: 1.5, completion_tokens: 1 }],
  ['not a number', { prompt_tokens: NaN, completion_tokens: 1 }],
  ['text', { prompt_tokens: '10', completion_tokens: 1 }],
  ['more than can be counted', { prompt_tokens: 2 ** 60, completion_tokens: 1 }],
  ['an empty object', {}],
  ['not an object', 'usage'],
  ['null', null],
  ['a list', [1, 2]],
  [
    'parts that together exceed the whole',
    {
      prompt_tokens: 10,
      completion_tokens: 1,
      total_tokens: 11,
      prompt_tokens_details: { cached_tokens: 6, cache_write_tokens: 6 },
    },
  ],
])('%s is unknown usage', (_, usage) => {
  expect(typeof flat(usage)).toBe('string');
});
