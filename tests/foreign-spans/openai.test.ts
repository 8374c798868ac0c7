import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { otherInstrumentationsInstalled } from '../../scripts/other-instrumentations.ts';
import type { OddProvider } from '../conformance/odd-server.ts';
import { startOddProvider } from '../conformance/openai/odd-provider.ts';
import { seenRun, value, type Row, type Run, type RunOptions } from './seen-run.ts';

const SCENARIOS = ['chat', 'retried', 'refused', 'stream', 'stream without usage', 'embeddings', 'response'];

const REFUSED: Row = ['failed', null, null, null, 0];
const SILENT: Row = ['success', null, null, null, 'unknown_usage'];

/**
 * Records from the spans of each library for the same calls, with nano-USD last. The responses have 1,000 input tokens
 * (800 cached) and 20 output tokens, those of the Responses API 300 (100) and 40. A span with a loopback host has no
 * price.
 */
const REPORTED: Record<string, Record<string, Row>> = {
  contrib: {
    chat: ['success', 1000, 20, null, 'unknown_price'],
    retried: ['success', 1000, 20, null, 'unknown_price'],
    refused: REFUSED,
    stream: ['success', 1000, 20, null, 'unknown_price'],
    'stream without usage': SILENT,
    embeddings: ['success', 8, null, null, 'unknown_price'],
    response: ['success', 300, 40, null, 'unknown_price'],
  },
  // This library never ends the span of a refused chat, records no embeddings, and estimates the tokens of streams.
  openllmetry: {
    chat: ['success', 1000, 20, null, 'unknown_usage'],
    retried: ['success', 1000, 20, null, 'unknown_usage'],
    stream: ['success', 2, 1, null, 'unknown_usage'],
    'stream without usage': ['success', 2, 1, null, 'unknown_usage'],
    response: ['success', 300, 40, null, 1_150_000],
  },
  // This library never ends the span of a refused chat. Some of the 1,000 tokens are audio, for which gpt-4o has no
  // price.
  openinference: {
    chat: ['success', 1000, 20, 800, 'unknown_usage'],
    retried: ['success', 1000, 20, 800, 'unknown_usage'],
    stream: SILENT,
    'stream without usage': SILENT,
    embeddings: SILENT,
    response: ['success', 300, 40, 100, 1_025_000],
  },
  // Only this library reports the served tier: priority for chats, flex for responses. gpt-4o has no price for flex.
  openlit: {
    chat: ['success', 1000, 20, 800, 2_890_000],
    retried: ['success', 1000, 20, 800, 2_890_000],
    refused: REFUSED,
    stream: ['success', 1000, 20, 800, 'unknown_usage'],
    'stream without usage': ['success', 2, 1, null, 'unknown_usage'],
    embeddings: ['success', 8, null, null, 160],
    response: ['success', 300, 40, 100, 'unknown_price'],
  },
};

let provider: OddProvider;

before(async () => {
  assert.ok(
    otherInstrumentationsInstalled(),
    'tests/other-instrumentations is not installed: run `npm test -- chain`, or `npm ci` in that folder',
  );
  provider = await startOddProvider();
});
after(() => provider.stop());

function run(libraries: readonly string[], options: Partial<RunOptions> = {}): Promise<Run> {
  const program = 'other-instrumentations/call-openai.mjs';
  return seenRun({ program, args: libraries, providerUrl: provider.url, ...options });
}

const once = (rows: Readonly<Record<string, Row>>) =>
  Object.fromEntries(Object.entries(rows).map(([scenario, row]) => [scenario, [row]]));

for (const [library, reported] of Object.entries(REPORTED)) {
  describe(library, () => {
    let alone: Run;
    let bare: Run;
    let registered: Run;

    before(async () => {
      [alone, bare, registered] = await Promise.all([
        run([library]),
        run([library], { bare: true }),
        run([library], { registered: true }),
      ]);
    });

    test('each call is one record with the data of the span and its cost', () => {
      assert.deepEqual(alone.rows, once(reported));
    });

    test('a record is a child of its span, with its own id', () => {
      for (const { traceId, spanId, parentSpanId } of alone.records) {
        assert.match(traceId, /^[0-9a-f]{32}$/);
        assert.match(parentSpanId, /^[0-9a-f]{16}$/);
        assert.notEqual(spanId, parentSpanId);
      }
      assert.equal(new Set(alone.records.map(({ spanId }) => spanId)).size, alone.records.length);
    });

    test('no content of the app is in a record', () => {
      assert.ok(alone.records.length > 0);
      assert.doesNotMatch(JSON.stringify(alone.records), /secret|Hello|Refused/);
    });

    test("the app's own spans are the same without us", () => {
      assert.deepEqual(alone.spans, bare.spans);
      assert.deepEqual(bare.records, []);
    });

    test('with our patch active, each call is one record, made by the patch', () => {
      const { rows, records } = registered;
      assert.deepEqual(Object.keys(rows).sort(), [...SCENARIOS].sort());
      for (const [scenario, [row, ...more]] of Object.entries(rows)) {
        assert.deepEqual(more, [], scenario);
        assert.equal(row?.[0], scenario === 'refused' ? 'failed' : 'success', scenario);
      }
      // No span of these libraries contains the path.
      for (const record of records) assert.match(String(value(record, 'path')), /\/v1\//);
    });
  });
}

test('two libraries that report the same call produce one record', async () => {
  const { rows } = await run(['contrib', 'openinference']);
  const counts = Object.entries(rows).map(([scenario, records]) => [scenario, records.length]);
  assert.deepEqual(counts.sort(), SCENARIOS.map((scenario) => [scenario, 1]).sort());
});

test('works on OpenTelemetry SDK 2 as on 3', async () => {
  const { rows } = await run(['contrib'], { sdk: 2 });
  assert.deepEqual(rows, once(REPORTED.contrib ?? {}));
});
