import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { BEDROCK_WIRE } from '../conformance/anthropic-bedrock/wire.ts';
import { VERTEX_WIRE } from '../conformance/anthropic-vertex/wire.ts';
import { startOddProvider as startAnthropic } from '../conformance/anthropic/odd-provider.ts';
import { ANTHROPIC_WIRE } from '../conformance/anthropic/wire.ts';
import { startOddProvider as startOpenAI } from '../conformance/openai/odd-provider.ts';
import { seenRun, value, type Row, type Run } from './seen-run.ts';

interface Case {
  title: string;
  program: string;
  args: readonly string[];
  startProvider(): Promise<{ url: string; stop(): Promise<void> }>;
  /** True if it also works with an SDK 2 of the app. */
  onSdk2?: true;
  /** True if a patch of ours records these calls. */
  patched?: true;
  rows: Record<string, Row[]>;
}

const MESSAGE: Row = ['success', 857, 20, 800, 'unknown_price'];
const CHAT: Row = ['success', 1000, 20, 800, 'unknown_price'];
const PRICED: Row = ['success', 1000, 20, 800, 1_700_000];
const EMBEDDING: Row = ['success', 8, null, null, 160];

/** Spans that SDKs create themselves. A span with a loopback host has no price. */
const CASES: readonly Case[] = [
  ...[ANTHROPIC_WIRE, BEDROCK_WIRE, VERTEX_WIRE].map((wire): Case => ({
    title: `the own spans of Anthropic's SDKs: ${wire.platform}`,
    program: `app-anthropic${wire.platform === 'anthropic' ? '' : `-${wire.platform}`}/call-messages.mjs`,
    args: [],
    startProvider: () => startAnthropic(wire),
    patched: true,
    rows: {
      message: [MESSAGE],
      retried: [MESSAGE],
      refused: [['failed', null, null, null, 0]],
      stream: [MESSAGE],
      'left stream': [['cancelled', null, null, null, 'unknown_usage']],
    },
  })),
  {
    title: 'AI SDK 7, gen_ai.*: agents and steps count nothing',
    program: 'app-ai/call-models.mjs',
    args: ['gen_ai'],
    startProvider: startOpenAI,
    onSdk2: true,
    patched: true,
    rows: {
      text: [CHAT],
      retried: [CHAT],
      refused: [['failed', null, null, null, 0]],
      stream: [CHAT],
      'two steps': [CHAT, CHAT],
      'own fetch': [['success', null, null, null, 'unknown_usage']],
      object: [CHAT],
      embedding: [EMBEDDING],
      embeddings: [EMBEDDING],
    },
  },
  {
    title: 'AI SDK, ai.*: no host, so the price is that of the provider named; no status of a refusal',
    program: 'app-ai/call-models.mjs',
    args: ['ai'],
    startProvider: startOpenAI,
    patched: true,
    rows: {
      text: [PRICED],
      retried: [PRICED],
      refused: [['failed', null, null, null, 'unknown_usage']],
      stream: [PRICED],
      'two steps': [PRICED, PRICED],
      'own fetch': [['success', null, null, null, 'unknown_usage']],
      object: [PRICED],
      embedding: [EMBEDDING],
      embeddings: [EMBEDDING],
    },
  },
];

for (const { title, program, args, startProvider, onSdk2, patched, rows: expected } of CASES) {
  describe(title, () => {
    let provider: Awaited<ReturnType<Case['startProvider']>>;
    let alone: Run;
    let bare: Run;
    let registered: Run;
    const run = (more: { registered?: boolean; bare?: boolean; sdk?: 2 }) =>
      seenRun({ program, args, providerUrl: provider.url, ...more });

    before(async () => {
      provider = await startProvider();
      [alone, bare, registered] = await Promise.all([run({}), run({ bare: true }), run({ registered: true })]);
    });
    after(() => provider.stop());

    test('each call is one record', () => {
      assert.deepEqual(alone.rows, expected);
      assert.doesNotMatch(JSON.stringify(alone.records), /secret words|Hello|Refused/);
    });

    test("the app's own spans are the same without us", () => {
      assert.deepEqual(alone.spans, bare.spans);
      assert.deepEqual(bare.records, []);
    });

    test('with our patches active, each call is still one record', () => {
      const counts = (of: Run['rows']) =>
        Object.fromEntries(Object.entries(of).map(([name, records]) => [name, records.length]));
      assert.deepEqual(counts(registered.rows), counts(expected));
      // A patch sees each attempt, a span only the last one.
      const retried = registered.records.filter((record) => value(record, 'userId') === 'retried');
      if (patched === true) assert.deepEqual(value(retried[0]!, 'attemptsCount'), 3);
    });

    if (onSdk2 === true) {
      test('works on OpenTelemetry SDK 2 as on 3', async () => {
        assert.deepEqual((await run({ sdk: 2 })).rows, expected);
      });
    }
  });
}
