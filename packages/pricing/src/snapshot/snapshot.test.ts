import { readFileSync, statSync } from 'node:fs';
import { PriceBook, priceCall, type TryToPrice } from '../index.ts';
import { parsePriceFile } from '../file/index.ts';
import type { CompactSnapshot } from './compact.ts';
import { compileSnapshot } from './compile.ts';
import { snapshotDocument } from './index.ts';
import { SNAPSHOT_SELLERS } from './sellers.ts';

const FILE = 'packages/pricing/src/snapshot/snapshot.json';
const document = snapshotDocument();
const book = new PriceBook([{ document, source: 'snapshot' }]);

function price(attempt: Partial<TryToPrice>) {
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 };
  return priceCall({ tries: [{ state: 'success', startUnixMs: Date.parse('2026-09-01'), usage, ...attempt }] }, book);
}

test('the committed snapshot is what the data and the corrections compile to', () => {
  const committed = JSON.parse(readFileSync(FILE, 'utf8')) as CompactSnapshot;
  expect(compileSnapshot(committed.from)).toEqual(committed);
});

test('it is a price book as an operator could write it', () => {
  expect(parsePriceFile(JSON.stringify(document))).toEqual({
    document: JSON.parse(JSON.stringify(document)) as unknown,
  });
});

test('it stays small enough to ship', () => {
  expect(statSync(FILE).size).toBeLessThan(300_000);
});

test('no price has the dust of binary arithmetic', () => {
  const digits = (document.entries ?? []).flatMap((entry) =>
    entry.rows.flatMap((row) => Object.values(row.prices).map((cell) => cell['usd'])),
  );
  expect(digits.length).toBeGreaterThan(3000);
  expect(digits.filter((usd) => typeof usd !== 'string' || usd.replace(/^0\.0*|\./g, '').length > 15)).toEqual([]);
});

test('every row is for ordinary calls unless it says otherwise', () => {
  for (const entry of document.entries ?? []) {
    for (const { when } of entry.rows) {
      expect(when?.tier).toBeDefined();
      expect(when?.['speed']).toBe('standard');
    }
  }
});

test("no host of a seller is loopback, and none is another's", () => {
  const hosts = SNAPSHOT_SELLERS.flatMap((seller) => seller.hosts);
  expect(new Set(hosts).size).toBe(hosts.length);
  expect(hosts.filter((host) => host === '*' || /^(localhost|127\.|0\.|\[)/.test(host))).toEqual([]);
});

test.each([
  ['api.openai.com', 'gpt-4o', 'unknown tier', { servedTier: 'scale' }],
  ['api.openai.com', 'gpt-4o-mini', 'batch', { conditions: { batch: 'true' } }],
  ['api.anthropic.com', 'claude-opus-4-6', 'fast mode', { conditions: { speed: 'fast' } }],
  ['api.openai.com', 'gpt-4o-and-a-half', 'a longer name', {}],
  ['api.openai.com', 'gpt-oss-120b', 'open weights', {}],
  ['vllm.example.com', 'gpt-oss-120b', "a host that is nobody's", {}],
  ['acme.openai.azure.com', 'gpt-4o', "a model that Azure's list lacks", {}],
  ['api.cerebras.ai', 'qwen-3-coder-480b', 'an entry without prices', {}],
])('%s %s has no price: %s', (host, model, _, more) => {
  expect(price({ host, model, provider: 'openai', ...more }).charged).toEqual({
    state: 'unknown_price',
    nanoUsd: null,
  });
});

test('the free list is free, and nothing else that has no price', () => {
  expect(price({ host: 'api.openai.com', model: 'omni-moderation-latest' }).charged.state).toBe('free');
  expect(price({ host: 'openrouter.ai', model: 'deepseek/deepseek-r1:free' }).charged.state).toBe('free');
  expect(price({ host: 'api.cerebras.ai', model: 'x:free' }).charged.state).toBe('unknown_price');
});
