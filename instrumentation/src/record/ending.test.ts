import { Ending } from './ending.ts';
import type { CallEnd } from '../types.ts';

describe('an end', () => {
  test('is what was told, whatever the app does with that later', () => {
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

  test.each([undefined, null, {}, { state: 'error' }])('that does not say how (%j) is no success', (reported) => {
    expect(Ending.of(reported as never).state).toBe('failed');
  });

  test('whose fields cannot all be read keeps the others', () => {
    const reported = {
      state: 'success',
      statusCode: 200,
      get usage(): never {
        throw new Error('not now');
      },
    } as const;
    expect(Ending.of(reported)).toMatchObject({ state: 'success', statusCode: 200, usage: undefined });
  });

  test('keeps what it tells, and takes from a later one what it does not', () => {
    const first = Ending.of({ state: 'failed', statusCode: 500 });
    expect(first.completedBy({ state: 'success', statusCode: 200, billed: 'no' })).toMatchObject({
      state: 'failed',
      statusCode: 500,
      billed: 'no',
    });
  });

  test('of a gateway says of its try neither status nor error', () => {
    const end = Ending.of({ state: 'failed', statusCode: 502, error: { code: 'x' }, usage: { inputTokens: 1 } });
    expect(end.ofAttempt()).toMatchObject({
      state: 'failed',
      statusCode: undefined,
      error: undefined,
      usage: { inputTokens: 1 },
    });
  });
});
