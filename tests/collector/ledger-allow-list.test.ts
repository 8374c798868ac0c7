import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plantEverywhere } from './canaries.ts';
import { int, sendSpans, span, string, strings } from './otlp.ts';
import { AWAY, chain, collector, queueFile, scratchFolder, until } from './setup.ts';

const record = string('tokentrail.record.type', 'usage');

/** Returns each planted word that occurs in `bytes`: in plain text, or as hex or base64 of its bytes. */
function found(words: readonly string[], bytes: string): string[] {
  return words.filter((word) => {
    const raw = Buffer.from(word);
    return [word, raw.toString('hex'), raw.toString('base64')].some((form) => bytes.includes(form));
  });
}

test('no word planted anywhere in OTLP reaches the ledger, and all allowed content reaches the traces', async (t) => {
  const { collector: running, ledger, traces } = await chain(t);
  const planted = plantEverywhere();
  await sendSpans(running.otlpUrl, planted.spans, planted.surroundings);
  await sendSpans(running.otlpUrl, [span([record, string('gen_ai.request.model', 'the-last-record')])]);
  await until('the last record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('the-last-record')),
  );
  assert.deepEqual(found(planted.words, ledger.received()), []);
  assert.ok(found(planted.words, traces.received()).length > planted.words.length / 2);
});

test('no word planted anywhere in OTLP is in the queue file of the ledger', async (t) => {
  const dataDir = scratchFolder(t);
  const running = await collector(t, { dataDir, ledgerUrl: AWAY, tracesUrl: AWAY });
  const planted = plantEverywhere();
  await sendSpans(
    running.otlpUrl,
    [...planted.spans, span([record, string('gen_ai.request.model', 'queued')])],
    planted.surroundings,
  );
  assert.ok(queueFile(dataDir, 'ledger').includes('queued'));
  assert.deepEqual(found(planted.words, queueFile(dataDir, 'ledger')), []);
  assert.ok(found(planted.words, queueFile(dataDir, 'traces')).length > planted.words.length / 2);
});

test("a complete record passes the ledger's allow-list unchanged", async (t) => {
  const { collector: running, ledger } = await chain(t);
  const attempt = {
    index: 0,
    retry: 1,
    state: 'failed',
    provider: 'Our "own" <host> & cö',
    endpoint: '/v1/chat/completions',
    statusCode: 429,
    errorCode: 'rate_limit_exceeded',
    offsetMs: 1.5e-7,
    capabilitiesRequired: ['vision', 'tools'],
    capabilitiesHeld: [],
    usage: { inputTokens: 3, outputTokens: 0 },
    paidNanoUsd: '9007199254740993',
    billed: 'no',
    keyPreview: 'sk-proj-...wxyz',
    responseModel: 'a "dated" model',
    meters: { input: 3, 'cache_write:1h': 0, output: 0.5 },
    units: { web_search: 2 },
    conditions: { region: 'eu-west-1', size: '1024x1024' },
    requestedTier: 'auto',
    priceSource: 'operator',
    priceEntry: 'f'.repeat(64),
    priceTier: 'default, context < 272000 · é',
    contract: '0.92',
  };
  const line = {
    meter: 'input',
    quantity: '1200',
    unitPrice: '2.5',
    per: 1000000,
    amountUsd: '0.003',
    currency: 'CNY',
    factors: [{ name: 'group "A"', times: '1.2' }],
  };
  const kept = {
    'gen_ai.request.model': 'accounts/fireworks/models/llama-v3p1 8b',
    'tokentrail.error.message': 'A rate limit was reached.',
    'error.type': 'RateLimitError',
    'tokentrail.cost.formula': '(1200 × 2.5 + 300 × 10) ÷ 1000000 × 1.2 = 0.0072',
    'url.path': '/v1/chat/completions',
    'user.id': 'task-summarizer-production-eu',
    'tokentrail.key.preview': 'sk-ant-api03-...wxyz',
  };
  await sendSpans(running.otlpUrl, [
    span([
      record,
      ...Object.entries(kept).map(([name, value]) => string(name, value)),
      int('gen_ai.usage.input_tokens', 9007199254740991),
      strings('tokentrail.attempts', [JSON.stringify(attempt), JSON.stringify({ ...attempt, index: 1 })]),
      strings('tokentrail.cost.lines', [JSON.stringify(line)]),
      strings('gen_ai.response.finish_reasons', ['stop', 'tool_calls']),
    ]),
  ]);
  await until('the record in the ledger', () => ledger.received().includes('record'));
  const received = Buffer.from(ledger.received(), 'latin1').toString();
  for (const value of Object.values(kept)) {
    assert.ok(received.includes(value), value);
  }
  assert.ok(received.includes('9007199254740991'));
  assert.ok(received.includes(JSON.stringify([JSON.stringify(attempt), JSON.stringify({ ...attempt, index: 1 })])));
  assert.ok(received.includes(JSON.stringify([JSON.stringify(line)])));
  assert.ok(received.includes('["stop","tool_calls"]'));
});

test('running snapshots reach the ledger but not the traces', async (t) => {
  const { collector: running, ledger, traces } = await chain(t);
  const version = (state: string) =>
    span([record, string('tokentrail.record.state', state), string('user.id', `in-${state}`)]);
  await sendSpans(running.otlpUrl, ['pending', 'streaming', 'success'].map(version));
  await until('the ended record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('in-success')),
  );
  assert.match(ledger.received(), /in-pending/);
  assert.match(ledger.received(), /in-streaming/);
  assert.doesNotMatch(traces.received(), /in-pending|in-streaming/);
});

test('every value under a repeated name is checked', async (t) => {
  const { collector: running, ledger, traces } = await chain(t);
  const repeated = span([
    record,
    string('error.type', 'RateLimitError'),
    string('error.type', 'words of the first prompt'),
    int('gen_ai.usage.input_tokens', 5),
    string('gen_ai.usage.input_tokens', 'words of the second prompt'),
    string('user.id', 'a user'),
    string('user.id', 'sk-proj-Ab3dEf6hIj9kLm2nOp5qRs8t'),
  ]);
  await sendSpans(running.otlpUrl, [repeated, span([record, string('user.id', 'the-last-record')])], {
    resource: { attributes: [string('service.name', 'test'), string('service.name', 'two\nlines')] },
  });
  await until('the last record in both stores', () =>
    [ledger, traces].every((store) => store.received().includes('the-last-record')),
  );
  assert.doesNotMatch(ledger.received(), /words of the|two\nlines|sk-proj-Ab3/);
  assert.doesNotMatch(traces.received(), /sk-proj-Ab3/);
});
