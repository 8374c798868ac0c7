import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sendSpans, span, string } from './otlp.ts';
import { chain, until } from './setup.ts';

const DAY_MS = 86_400_000;

/** A record whose span starts `days` from now. */
function recordAt(days: number, model: string): ReturnType<typeof span> {
  const start = BigInt(Date.now() + days * DAY_MS) * 1_000_000n;
  return {
    ...span([string('tokentrail.record.type', 'usage'), string('gen_ai.request.model', model)]),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 1_000_000n),
  };
}

test('the traces store gets no span older than 30 days or more than a day ahead; the ledger gets every record', async (t) => {
  const { collector, ledger, traces } = await chain(t);
  const days = {
    'far-past': -20_000,
    'past-bound': -31,
    'still-kept': -29,
    soon: 0.5,
    'far-ahead': 2,
    'year-2261': 85_000,
  };
  await sendSpans(
    collector.otlpUrl,
    Object.entries(days).map(([model, offset]) => recordAt(offset, model)),
  );
  await sendSpans(collector.otlpUrl, [recordAt(0, 'the-last-record')]);
  await until('the last record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('the-last-record')),
  );
  const models = Object.keys(days);
  assert.deepEqual(
    models.filter((model) => ledger.received().includes(model)),
    models,
  );
  assert.deepEqual(
    models.filter((model) => traces.received().includes(model)),
    ['still-kept', 'soon'],
  );
});
