import { readFileSync, statSync } from 'node:fs';
import { findProvider, type ModelInfo } from '@pydantic/genai-prices';
import { holdsContext } from '../book/conditions.ts';
import { PriceBook, priceCall, type AttemptToPrice } from '../index.ts';
import { parsePriceFile } from '../file/index.ts';
import type { CompactSnapshot } from './compact.ts';
import { compileSnapshot } from './compile.ts';
import { installedProviders } from './installed.ts';
import { snapshotDate, snapshotDocument } from './index.ts';
import { SNAPSHOT_SELLERS } from './sellers.ts';

const FILE = 'packages/prices/snapshot.json';
const document = snapshotDocument();
const book = new PriceBook([{ document, source: 'snapshot' }]);

function price(attempt: Partial<AttemptToPrice>) {
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 };
  return priceCall(
    { attempts: [{ state: 'success', startUnixMs: Date.parse('2026-09-01'), usage, ...attempt }] },
    book,
  );
}

test('the committed snapshot equals the compiled data with corrections', () => {
  const committed = JSON.parse(readFileSync(FILE, 'utf8')) as CompactSnapshot;
  expect(compileSnapshot(installedProviders(), committed.from, committed.date)).toEqual(committed);
  expect(snapshotDate()).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
});

test('the version of the package names the form of the snapshot and its day, so that a later day is a newer version', () => {
  const { version } = JSON.parse(readFileSync('packages/prices/package.json', 'utf8')) as { version: string };
  expect(version).toBe(`1.${snapshotDate().replaceAll('-', '')}.0`);
});

test('it is a valid price file', () => {
  expect(parsePriceFile(JSON.stringify(document))).toEqual({
    document: JSON.parse(JSON.stringify(document)) as unknown,
  });
});

test('it is small enough to ship', () => {
  expect(statSync(FILE).size).toBeLessThan(330_000);
});

test('no price has floating-point noise', () => {
  const digits = (document.entries ?? []).flatMap((entry) =>
    entry.rows.flatMap((row) => Object.values(row.prices).map((cell) => cell['usd'])),
  );
  expect(digits.length).toBeGreaterThan(3000);
  expect(digits.filter((usd) => typeof usd !== 'string' || usd.replace(/^0\.0*|\./g, '').length > 15)).toEqual([]);
});

test('every row applies to ordinary calls unless it has other conditions', () => {
  for (const entry of document.entries ?? []) {
    for (const { when } of entry.rows) {
      expect(when?.tier).toBeDefined();
      expect(when?.['speed']).toBe('standard');
    }
  }
});

test('no host of a seller is loopback or belongs to another seller', () => {
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
  ['vllm.example.com', 'gpt-oss-120b', 'a host without a seller', {}],
  ['acme.openai.azure.com', 'gpt-4o', "a model missing in Azure's list", {}],
  ['api.cerebras.ai', 'qwen-3-coder-480b', 'an entry without prices', {}],
])('%s %s has no price: %s', (host, model, _, more) => {
  expect(price({ host, model, provider: 'openai', ...more }).charged).toEqual({
    state: 'unknown_price',
    nanoUsd: null,
  });
});

test('only models on the free list are free, not others without a price', () => {
  expect(price({ host: 'api.openai.com', model: 'omni-moderation-latest' }).charged.state).toBe('free');
  expect(price({ host: 'openrouter.ai', model: 'deepseek/deepseek-r1:free' }).charged.state).toBe('free');
  expect(price({ host: 'api.cerebras.ai', model: 'x:free' }).charged.state).toBe('unknown_price');
});

test.each([
  ['gpt-5.4', 'api.openai.com', 2_500_000_000n, 'it costs the price of the page'],
  ['gpt-5.4', 'EU.api.openai.com', 2_750_000_000n, 'a model since March 2026 costs a tenth more in a region'],
  ['gpt-4o', 'eu.api.openai.com', 2_500_000_000n, 'an older model does not'],
  ['gpt-5.4', 'xx.api.openai.com', null, 'an unknown region has no price'],
])('%s at %s', (model, host, nanoUsd, _why) => {
  const usage = { prompt_tokens: 1_000_000, completion_tokens: 0, total_tokens: 1_000_000 };
  const short = { ...usage, prompt_tokens: 200_000, total_tokens: 200_000 };
  expect(price({ host, model, usage: short }).list.nanoUsd).toBe(nanoUsd === null ? null : nanoUsd / 5n);
});

test('every model of Voyage is priced by a usage that has a total only', () => {
  const models = document.entries?.filter(({ seller }) => seller.provider === 'voyageai') ?? [];
  expect(models.length).toBeGreaterThanOrEqual(22);
  for (const { models: names, rows } of models) {
    const perMillion = Number(rows[0]?.prices['input']?.['usd']);
    const { list } = price({ host: 'api.voyageai.com', model: names[0], usage: { total_tokens: 1000 } });
    expect([names, list]).toEqual([names, { state: 'priced', nanoUsd: BigInt(Math.round(perMillion * 1_000_000)) }]);
  }
});

/** OpenTelemetry's provider names, and the seller of the snapshot that each refers to. */
test.each([
  ['openai', 'openai', 'gpt-4o'],
  ['anthropic', 'anthropic', 'claude-sonnet-4-5'],
  ['azure.ai.openai', 'azure', 'o3'],
  ['azure.ai.inference', 'azure', 'o3'],
  ['aws.bedrock', 'aws', 'amazon.nova-lite-v1:0'],
  ['gcp.gemini', 'google', 'gemini-2.5-pro'],
  ['gcp.vertex_ai', 'google', 'gemini-2.5-pro'],
  ['gcp.gen_ai', 'google', 'gemini-2.5-pro'],
  ['cohere', 'cohere', 'command-r-plus'],
  ['deepseek', 'deepseek', 'deepseek-chat'],
  ['groq', 'groq', 'llama-3.3-70b-versatile'],
  ['mistral_ai', 'mistral', 'mistral-large-2512'],
  ['moonshot_ai', 'moonshotai', 'kimi-k2.5'],
  ['perplexity', 'perplexity', 'sonar'],
  ['x_ai', 'x-ai', 'grok-4'],
])('%s is sold by %s if the host is unknown', (provider, seller, model) => {
  const query = { host: undefined, servedTier: undefined, requestedTier: undefined, at: Date.parse('2026-09-01') };
  const found = book.resolve({ ...query, provider, models: [model], conditions: { search_context: 'low' } });
  expect(found?.seller).toBe(seller);
});

test('a name that is not in the table is no known seller, even if it looks similar', () => {
  for (const provider of ['ibm.watsonx.ai', 'openai_compatible_vllm', 'my-openai', 'OpenAI ', 'constructor']) {
    const charged = price({ provider, model: 'gpt-4o' }).charged;
    expect([provider, charged.state]).toEqual([provider, 'unknown_price']);
  }
});

/** Entries whose price of long context is not known. */
const NO_LONG_CONTEXT = /^aws\/.*claude-sonnet-4-(?:5-)?2025/;

describe('peculiarities of the source', () => {
  const source = SNAPSHOT_SELLERS.flatMap(({ id }) => findProvider({ providerId: id })?.models ?? []);
  const pricesIn = (model: ModelInfo) =>
    Array.isArray(model.prices) ? model.prices.map(({ prices }) => prices) : [model.prices];

  test('a model without a price in the source has none in the snapshot', () => {
    const empty = source.filter((model) => pricesIn(model).every((prices) => Object.keys(prices).length === 0));
    expect(empty.length).toBeGreaterThan(20);
    const named = new Set(document.entries?.map(({ id }) => id));
    const sold = SNAPSHOT_SELLERS.flatMap(({ id }) =>
      (findProvider({ providerId: id })?.models ?? [])
        .filter((model) => empty.includes(model))
        .map((model) => `${id}/${model.id}`),
    );
    expect(sold.filter((id) => named.has(id))).toEqual([]);
    expect(document.entries?.filter((entry) => entry.rows.length === 0)).toEqual([]);
    expect(
      document.entries?.flatMap(({ rows }) => rows).filter(({ prices }) => Object.keys(prices).length === 0),
    ).toEqual([]);
  });

  test('"from 272,000", written as 271,999 in the source, has no gap or overlap between tiers', () => {
    const edges = (document.entries ?? []).map(({ id, rows }) => ({
      id,
      contexts: rows.map(({ when }) => when?.context),
    }));
    const tiered = edges.filter(({ contexts }) => contexts.some((context) => context !== undefined));
    expect(tiered.length).toBeGreaterThan(10);
    const numbers = tiered.flatMap(({ contexts }) => contexts.flatMap((context) => Object.values(context ?? {})));
    expect(numbers.filter((edge) => edge % 10 === 9)).toEqual([]);
    for (const { id } of tiered.filter((entry) => !NO_LONG_CONTEXT.test(entry.id))) {
      const rows = document.entries?.find((entry) => entry.id === id)?.rows ?? [];
      const plain = rows.filter(
        ({ when }) =>
          !['priority', 'flex', 'batch'].includes(String(when?.tier)) &&
          when?.['deployment'] !== 'data_zone' &&
          when?.date === undefined &&
          when?.time === undefined,
      );
      for (const edge of new Set(numbers)) {
        for (const tokens of [edge - 1, edge, edge + 1]) {
          const holding = plain.filter(({ when }) => holdsContext(when?.context, tokens));
          expect([id, tokens, holding.length]).toEqual([id, tokens, plain.length === 0 ? 0 : 1]);
        }
      }
    }
  });

  test('the seven prices with floating-point noise in the source have their written value', () => {
    const numbers = source
      .flatMap(pricesIn)
      .flatMap((prices) => Object.values(prices))
      .filter((price) => typeof price === 'number');
    const dusty = numbers.filter((price) => String(price).replace(/^0\.0*|\./g, '').length > 15);
    expect(dusty.length).toBeGreaterThan(0);
    const ours = new Set(
      (document.entries ?? []).flatMap(({ rows }) =>
        rows.flatMap(({ prices }) => Object.values(prices).map(({ usd }) => usd)),
      ),
    );
    expect(dusty.filter((price) => ours.has(String(price)))).toEqual([]);
  });
});
