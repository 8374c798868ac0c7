import { Ending } from './ending.ts';
import type { CallEnd } from '../types.ts';

describe('an end', () => {
  test('keeps the reported values if the app changes its objects later', () => {
    const raw = { prompt_tokens: 7, prompt_tokens_details: { cached_tokens: 3 } };
    const reported: CallEnd = { state: 'success', usage: { inputTokens: 7, raw }, finishReasons: ['stop'] };
    const end = Ending.of(reported);
    raw.prompt_tokens = 0;
    raw.prompt_tokens_details.cached_tokens = 0;
    reported.usage!.inputTokens = 0;
    reported.state = 'failed';
    (reported.finishReasons as string[]).pop();
    expect(end).toMatchObject({
      state: 'success',
      usage: { inputTokens: 7, raw: { prompt_tokens: 7, prompt_tokens_details: { cached_tokens: 3 } } },
      finishReasons: ['stop'],
    });
  });

  test.each([undefined, null, {}, { state: 'error' }])('without a valid state (%j) counts as failed', (reported) => {
    expect(Ending.of(reported as never).state).toBe('failed');
  });

  test('leaves out fields that cannot be read', () => {
    const reported = {
      state: 'success',
      statusCode: 200,
      get usage(): never {
        throw new Error('not now');
      },
    } as const;
    expect(Ending.of(reported)).toMatchObject({ state: 'success', statusCode: 200, usage: undefined });
  });

  test('keeps its fields, and takes missing ones from a later end', () => {
    const first = Ending.of({ state: 'failed', statusCode: 500 });
    expect(first.completedBy({ state: 'success', statusCode: 200, billed: 'no' })).toMatchObject({
      state: 'failed',
      statusCode: 500,
      billed: 'no',
    });
  });

  test('of a gateway applies neither status nor error to its attempt', () => {
    const end = Ending.of({ state: 'failed', statusCode: 502, error: { code: 'x' }, usage: { inputTokens: 1 } });
    expect(end.ofAttempt()).toMatchObject({
      state: 'failed',
      statusCode: undefined,
      error: undefined,
      usage: { inputTokens: 1 },
    });
  });
});
