import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Control } from '../control.ts';
import {
  attribute,
  bombs,
  deepJson,
  deepMetrics,
  deepTraces,
  emptySpans,
  manyAttributes,
  manyKeys,
  manyPoints,
  manyValues,
  nestedValue,
  spanOf,
  stringValue,
  traces,
} from './hostile-otlp.ts';
import { post, type Post } from './post.ts';
import { chain, until, type Chain } from './setup.ts';

const MIB = 1024 ** 2;
/** The memory limiter's setting, plus what a Go process takes above it before its garbage collector has run. */
const MEMORY_MIB = 1024 + 256;
const SERVED_WITHIN_MS = 1000;
/** Maximum wait, ms, next to honest bodies of 30 MiB, which must be searched for secrets. */
const SERVED_BESIDE_WORK_MS = 5000;
const DEEP = 800_000;
const JSON_BODY = { headers: { 'content-type': 'application/json' } };
const METRICS = { path: '/v1/metrics' };

/** Peak memory of the process, MiB. */
function peakMemory(pid: number): number {
  const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1024;
}

let control: Control;
before(async () => (control = await Control.start()));
after(() => control.stop());

/**
 * Runs `send` while another sender posts small requests. Resolves with the longest wait of that sender, ms, beyond the
 * slowness of the machine.
 */
async function beside(started: Chain, send: () => Promise<void>): Promise<number> {
  const { otlpUrl } = started.collector;
  const small = traces(spanOf());
  let longestMs = 0;
  let ended = false;
  const other = (async () => {
    while (!ended) {
      const startedAt = performance.now();
      const { status } = await post(otlpUrl, small);
      longestMs = Math.max(longestMs, await control.beyondMs({ startedAt, endedAt: performance.now() }));
      assert.equal(status, 200, 'the other sender');
      await sleep(20);
    }
  })();
  await send().finally(() => (ended = true));
  await other;
  return longestMs;
}

type Hostile = [what: string, body: () => Buffer, more: Post, why: RegExp];
const TOO_DEEP = /nests deeper than 64 levels/;
const TOO_MANY = /too many spans, attributes or values/;

const HOSTILE: Hostile[] = [
  ['arrays in a span attribute', () => deepTraces('span', nestedValue(DEEP, 'array')), {}, TOO_DEEP],
  ['five million nested arrays', () => deepTraces('span', nestedValue(5_000_000, 'array')), {}, TOO_DEEP],
  ['65 nested arrays', () => deepTraces('span', nestedValue(65, 'array')), {}, TOO_DEEP],
  ['maps in a resource attribute', () => deepTraces('resource', nestedValue(DEEP, 'kvlist')), {}, TOO_DEEP],
  ['arrays and maps in a scope attribute', () => deepTraces('scope', nestedValue(DEEP, 'mixed')), {}, TOO_DEEP],
  ['maps in an event attribute', () => deepTraces('event', nestedValue(DEEP, 'kvlist')), {}, TOO_DEEP],
  ['arrays in a link attribute', () => deepTraces('link', nestedValue(DEEP, 'array')), {}, TOO_DEEP],
  ['arrays in a data point', () => deepMetrics('point', nestedValue(DEEP, 'array')), METRICS, TOO_DEEP],
  ['arrays and maps in an exemplar', () => deepMetrics('exemplar', nestedValue(DEEP, 'mixed')), METRICS, TOO_DEEP],
  ['arrays in JSON', () => deepJson(DEEP), JSON_BODY, TOO_DEEP],
  ['60 MiB of empty spans', () => emptySpans(60 * MIB), {}, TOO_MANY],
  ['60 MiB of empty spans in JSON', () => jsonSpans(20 * MIB), JSON_BODY, TOO_MANY],
  ['two million keys in one attribute', () => manyKeys(2_000_000), {}, TOO_MANY],
  ['a million attributes', () => manyAttributes(1_000_000), {}, TOO_MANY],
  ['thirty million values in one list', () => manyValues(30_000_000), {}, TOO_MANY],
  ['ten million data points', () => manyPoints(10_000_000), METRICS, TOO_MANY],
];

function jsonSpans(count: number): Buffer {
  return Buffer.from(`{"resourceSpans":[{"scopeSpans":[{"spans":[${'{},'.repeat(count)}{}]}]}]}`);
}

test('a hostile request is refused permanently, and other senders are not delayed', async (t) => {
  const started = await chain(t);
  const { otlpUrl, pid } = started.collector;
  const base = peakMemory(pid);
  for (const [what, make, more, why] of HOSTILE) {
    await t.test(what, async (inner) => {
      const body = make();
      const longestMs = await beside(started, async () => {
        const { status, text } = await post(otlpUrl, body, more);
        assert.equal(status, 400, text.slice(0, 200));
        assert.match(text, why);
      });
      inner.diagnostic(
        `${body.length} bytes; others waited ${longestMs.toFixed(0)} ms, peak ${peakMemory(pid).toFixed(0)} MiB`,
      );
      assert.ok(longestMs < SERVED_WITHIN_MS, `others waited ${longestMs} ms`);
    });
  }
  assert.ok(peakMemory(pid) < base + 512, `${peakMemory(pid)} MiB`);
});

test('a body that expands to 10 GB is refused at 64 MiB with every compression', async (t) => {
  const started = await chain(t);
  const { otlpUrl, pid } = started.collector;
  for (const [encoding, body] of bombs()) {
    await t.test(encoding, async (inner) => {
      const longestMs = await beside(started, async () => {
        const { status } = await post(otlpUrl, body, { headers: { 'content-encoding': encoding } });
        assert.ok(status === 400 || status === 0, `status ${status}`);
      });
      inner.diagnostic(
        `${body.length} bytes; others waited ${longestMs.toFixed(0)} ms, peak ${peakMemory(pid).toFixed(0)} MiB`,
      );
      assert.ok(longestMs < SERVED_WITHIN_MS, `others waited ${longestMs} ms`);
    });
  }
  assert.ok(peakMemory(pid) < MEMORY_MIB, `${peakMemory(pid)} MiB`);
});

test('many large concurrent requests are accepted or deferred with 503, and small ones are served meanwhile', async (t) => {
  const started = await chain(t);
  const { otlpUrl, pid } = started.collector;
  const body = traces(spanOf(attribute(9, 'gen_ai.input.messages', stringValue('y'.repeat(30 * MIB)))));
  let statuses: number[] = [];
  const longestMs = await beside(started, async () => {
    const responses = await Promise.all(Array.from({ length: 16 }, () => post(otlpUrl, body)));
    statuses = responses.map(({ status }) => status);
    for (const { status, headers } of responses) {
      assert.ok(status === 200 || status === 503, `status ${status}`);
      if (status === 503) assert.equal(headers['retry-after'], '1');
    }
  });
  const taken = statuses.filter((status) => status === 200).length;
  t.diagnostic(
    `${taken} of 16 taken; others waited ${longestMs.toFixed(0)} ms, peak ${peakMemory(pid).toFixed(0)} MiB`,
  );
  assert.ok(taken > 0);
  assert.ok(longestMs < SERVED_BESIDE_WORK_MS, `others waited ${longestMs} ms`);
  assert.ok(peakMemory(pid) < MEMORY_MIB, `${peakMemory(pid)} MiB`);
});

test('six concurrent requests just below the limits leave room for others', async (t) => {
  const started = await chain(t);
  const { otlpUrl, pid } = started.collector;
  const edges: [body: Buffer, more: Post][] = [
    [manyAttributes(300_000), {}],
    [manyKeys(300_000), {}],
    [manyValues(700_000), {}],
    [emptySpans(300_000), {}],
    [manyPoints(250_000), METRICS],
    [deepTraces('span', nestedValue(64, 'array')), {}],
  ];
  const longestMs = await beside(started, async () => {
    const responses = await Promise.all(edges.map(([body, more]) => post(otlpUrl, body, more)));
    for (const { status, text } of responses) {
      assert.ok(status === 200 || status === 503, `status ${status}: ${text}`);
    }
  });
  t.diagnostic(`others waited ${longestMs.toFixed(0)} ms, peak ${peakMemory(pid).toFixed(0)} MiB`);
  assert.ok(longestMs < SERVED_BESIDE_WORK_MS, `others waited ${longestMs} ms`);
  assert.ok(peakMemory(pid) < 512, `${peakMemory(pid)} MiB`);
});

test('a request within the limits arrives: 64 levels, a thousand attributes, a body of 60 MiB', async (t) => {
  const started: Chain = await chain(t);
  await taken(t, started, deepTraces('span', nestedValue(64, 'mixed')), '"deep"');
  await taken(t, started, manyAttributes(1000), 'hostile');
  const body = stringValue(`${'y'.repeat(60 * MIB)}end-of-the-body`);
  await taken(t, started, traces(spanOf(attribute(9, 'gen_ai.input.messages', body))), 'end-of-the-body');
});

async function taken(t: TestContext, { collector, traces: store }: Chain, body: Buffer, mark: string): Promise<void> {
  const before = store.received().length;
  const { status, text } = await post(collector.otlpUrl, body);
  assert.equal(status, 200, text);
  await until(`${mark} in the store`, () => store.received().length > before);
  t.diagnostic(`peak ${peakMemory(collector.pid).toFixed(0)} MiB`);
  if (mark === 'end-of-the-body') {
    await until(mark, () => store.received().includes(mark));
  }
}
