import { costs, type Case } from '../case.ts';

/** The stream of `one` if it ends after `count` events: what was used is unknown. */
export function interrupted(one: Case, count: number): Case {
  const { model } = one.expected;
  return {
    ...one,
    name: 'stream that ends early',
    body: null,
    events: one.events?.slice(0, count) ?? [],
    expected: {
      state: 'failed',
      errorCode: 'stream_interrupted',
      ...(model === undefined ? {} : { model }),
      ...costs('unknown_usage'),
    },
  };
}
