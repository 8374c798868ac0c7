import type { Attempt } from '@tokentrail/records';
import { layOutAttempts } from './attempt-layout.ts';

const failed: Attempt = { index: 0, retry: 0, state: 'failed', provider: 'azure', offsetMs: 0, durationMs: 100 };
const retried: Attempt = { ...failed, retry: 1, offsetMs: 200, durationMs: 50 };
const skipped: Attempt = { index: 1, retry: 0, state: 'skipped', provider: 'anthropic', skipReason: 'circuit_open' };
const responded: Attempt = {
  index: 2,
  retry: 0,
  state: 'success',
  provider: 'openai',
  offsetMs: 250,
  durationMs: 750,
  firstChunkMs: 75,
};

test('places attempts to scale on one axis, grouped by provider in order of first use', () => {
  expect(layOutAttempts([failed, retried, skipped, responded], 1000)).toEqual({
    totalMs: 1000,
    groups: [
      {
        provider: 'azure',
        rows: [
          { attempt: failed, bar: { start: 0, length: 0.1, untilFirstChunk: null } },
          { attempt: retried, bar: { start: 0.2, length: 0.05, untilFirstChunk: null } },
        ],
      },
      { provider: 'anthropic', rows: [{ attempt: skipped, bar: null }] },
      { provider: 'openai', rows: [{ attempt: responded, bar: { start: 0.25, length: 0.75, untilFirstChunk: 0.1 } }] },
    ],
  });
});

test('extends the axis for an attempt that lasts longer than its record', () => {
  expect(layOutAttempts([responded], 500).totalMs).toBe(1000);
});

test('extends a running attempt to the end of the axis', () => {
  const running: Attempt = { index: 0, retry: 0, state: 'streaming', offsetMs: 400 };
  expect(layOutAttempts([running], 1000).groups[0]?.rows[0]?.bar).toEqual({
    start: 0.4,
    length: 0.6,
    untilFirstChunk: null,
  });
});

test('draws no bar without a duration', () => {
  const running: Attempt = { index: 0, retry: 0, state: 'pending', offsetMs: 0 };
  expect(layOutAttempts([running], null).groups[0]?.rows[0]?.bar).toBeNull();
});
