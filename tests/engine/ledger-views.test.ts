import { createHash } from 'node:crypto';
import { ATTEMPTS, LANDING, VERSION, attemptsIn, recordIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

const recordOf = (id: number, columns: string) => recordIn(store, id, columns);
const attemptsOf = (id: number, columns: string) => attemptsIn(store, id, columns);

test('numbers arrive exactly, and fields that were not reported are null', async () => {
  await store.insert(LANDING, [
    landingRow(1, {
      'tokentrail.cost.list': '9007199254740993',
      'gen_ai.usage.input_tokens': '12',
      'gen_ai.response.time_to_first_chunk': '0.25',
      'gen_ai.response.finish_reasons': '["stop","length"]',
      'gen_ai.request.stream': 'true',
      'gen_ai.request.temperature': '0.7',
      'http.route': '/v1/chat/completions',
      'url.path': '/v1/chat/completions/',
    }),
  ]);
  await expect(
    recordOf(
      1,
      `cost_list, cost_paid, input_tokens, output_tokens, duration_ns, time_to_first_chunk_ns, finish_reasons, stream,
       endpoint, path, provider, service_name, request_parameters, unreadable`,
    ),
  ).resolves.toEqual([
    {
      cost_list: '9007199254740993',
      cost_paid: null,
      input_tokens: '12',
      output_tokens: null,
      duration_ns: '5000000',
      time_to_first_chunk_ns: '250000000',
      finish_reasons: ['stop', 'length'],
      stream: true,
      endpoint: '/v1/chat/completions',
      path: '/v1/chat/completions/',
      provider: null,
      service_name: 'shop',
      request_parameters: { 'gen_ai.request.temperature': '0.7' },
      unreadable: [],
    },
  ]);
});

test('a span without a record type leaves no row', async () => {
  await store.insert(LANDING, [landingRow(2, { 'tokentrail.record.type': '' }), landingRow(3)]);
  await expect(recordOf(2, 'span_id')).resolves.toEqual([]);
  await expect(recordOf(3, 'span_id')).resolves.toHaveLength(1);
});

test('an unreadable value becomes null and is listed, and the rest of its batch arrives', async () => {
  const bad = {
    'gen_ai.usage.input_tokens': 'many',
    'gen_ai.usage.output_tokens': '-4',
    'tokentrail.cost.list': '9223372036854775808',
    'http.response.status_code': '70000',
    'gen_ai.response.time_to_first_chunk': '1e300',
    'gen_ai.response.finish_reasons': '{"no":"list"}',
    [ATTEMPTS]: '[',
    [VERSION]: '-9223372036854775808',
  };
  await store.insert(LANDING, [landingRow(10, bad, { Duration: '18446744073709551000' }), landingRow(11)]);
  const [row] = await recordOf(
    10,
    'input_tokens, output_tokens, cost_list, status_code, duration_ns, time_to_first_chunk_ns, arraySort(unreadable) AS u',
  );
  expect(row).toEqual({
    input_tokens: null,
    output_tokens: null,
    cost_list: null,
    status_code: null,
    duration_ns: null,
    time_to_first_chunk_ns: null,
    u: [
      'attempts',
      'cost_list',
      'duration_ns',
      'finish_reasons',
      'input_tokens',
      'output_tokens',
      'status_code',
      'time_to_first_chunk_ns',
      'ver',
    ],
  });
  await expect(recordOf(11, 'unreadable')).resolves.toEqual([{ unreadable: [] }]);
});

test('no invalid start, duration or version loses a record or blocks its batch', async () => {
  const starts = ['1900-01-01 00:00:00', '1970-01-01 00:00:00', '2262-01-01 00:00:00'];
  // The second: a span that lost its start, so that its duration counts from 1970.
  const durations = ['0', `${Date.now()}000000`, '9223372036854775808', '18446744073709551615'];
  const versions = ['', '0', 'x', '9223372036854775807', '-9223372036854775808'];
  const rows = starts.flatMap((Timestamp) =>
    durations.flatMap((Duration) =>
      versions.map((version, index) =>
        landingRow(100 + index, { [VERSION]: version }, { Timestamp, Duration, TraceId: `${Timestamp}${Duration}` }),
      ),
    ),
  );
  await store.insert(LANDING, rows);
  const [found] = await store.rows(
    `SELECT count() AS n, countIf(has(unreadable, 'start_time')) AS named, countIf(start_time > now() - 172800) AS recent
     FROM tokentrail_ledger.usage_records FINAL WHERE trace_id LIKE '%:00:00%'`,
  );
  const n = String(rows.length);
  expect(found).toEqual({ n, named: n, recent: n });
});

test('an invalid start is replaced by the time of the version', async () => {
  const at = Date.now() - 5_000;
  await store.insert(LANDING, [landingRow(20, { [VERSION]: String(at) }, { Timestamp: '1970-01-01 00:00:00' })]);
  await expect(recordOf(20, 'toUnixTimestamp64Milli(start_time) AS at, unreadable')).resolves.toEqual([
    { at: String(at), unreadable: ['start_time'] },
  ]);
});

test.each([
  ['an ended record wins over a running one that comes later', ['success', 'streaming'], 'success'],
  ['an ended record wins over the running one before it', ['pending', 'success'], 'success'],
  ['the later one of two ended versions wins, in any order of arrival', ['failed', 'success'], 'failed'],
])('%s', async (name, states, expected) => {
  const id = 30 + name.length;
  const base = landingRow(id);
  const now = Date.now();
  // Versions later in the list arrive later, but are older.
  for (const [index, state] of states.entries()) {
    const attributes = { 'tokentrail.record.state': state, [VERSION]: String(now - index) };
    await store.insert(LANDING, [{ ...base, SpanAttributes: { ...base.SpanAttributes, ...attributes } }]);
  }
  await expect(recordOf(id, 'state')).resolves.toEqual([{ state: expected }]);
});

test('a replayed record is one row', async () => {
  const row = landingRow(40);
  await store.insert(LANDING, [row]);
  await store.insert(LANDING, [row]);
  await expect(recordOf(40, 'span_id')).resolves.toHaveLength(1);
});

test('attempts keep order, quotes and non-ASCII text, and a missing number is null', async () => {
  const attempts = [
    { index: 0, retry: 0, state: 'failed', statusCode: 429, errorCode: 'a "quoted" ünïcode\n', paidNanoUsd: '7' },
    { index: 1, retry: 0, state: 'success', usage: { inputTokens: 5 }, capabilitiesHeld: ['vision'] },
  ].map((attempt) => JSON.stringify(attempt));
  await store.insert(LANDING, [landingRow(50, { [ATTEMPTS]: JSON.stringify(attempts) })]);
  const columns =
    'position, `index` AS i, state, status_code, error_code, input_tokens, paid_nano_usd, capabilities_held';
  await expect(attemptsOf(50, columns)).resolves.toEqual([
    {
      position: 1,
      i: 0,
      state: 'failed',
      status_code: 429,
      error_code: 'a "quoted" ünïcode\n',
      input_tokens: null,
      paid_nano_usd: '7',
      capabilities_held: [],
    },
    {
      position: 2,
      i: 1,
      state: 'success',
      status_code: null,
      error_code: null,
      input_tokens: '5',
      paid_nano_usd: null,
      capabilities_held: ['vision'],
    },
  ]);
});

test("a record's newest version replaces all its attempts", async () => {
  const base = landingRow(60);
  const now = Date.now();
  const version = (state: string, at: number, attempts: string[]) => ({
    ...base,
    SpanAttributes: {
      ...base.SpanAttributes,
      'tokentrail.record.state': state,
      [VERSION]: String(at),
      [ATTEMPTS]: JSON.stringify(attempts),
    },
  });
  await store.insert(LANDING, [version('pending', now, ['{"index":0}', '{"index":1}', '{"index":2}'])]);
  await expect(attemptsOf(60, 'position')).resolves.toHaveLength(3);
  await store.insert(LANDING, [version('success', now + 1, ['{"index":7}'])]);
  await store.insert(LANDING, [version('pending', now + 2, ['{"index":8}', '{"index":9}'])]);
  await expect(attemptsOf(60, '`index` AS i')).resolves.toEqual([{ i: 7 }]);
});

test('a price entry is stored once under its hash, for every reader, and is no record', async () => {
  const content = '{"entry":{"id":"ü"}}';
  const entry = createHash('sha256').update(content).digest('hex');
  const attributes = { 'tokentrail.price.entry': entry, 'tokentrail.price.content': content };
  const span = landingRow(900, {}, { SpanAttributes: attributes });
  await store.insert(LANDING, [span, { ...span, SpanId: '0000000000000901' }]);
  for (const reader of ['tokentrail_ledger_reader', 'tokentrail_attempts_reader'] as const) {
    await expect(
      store.rows(`SELECT entry, body FROM tokentrail_ledger.price_entries FINAL WHERE entry = '${entry}'`, reader),
    ).resolves.toEqual([{ entry, body: content }]);
  }
  await expect(recordOf(900, 'span_id')).resolves.toEqual([]);
  await expect(attemptsOf(900, 'span_id')).resolves.toEqual([]);
});

test('a price entry whose body does not match its hash is dropped', async () => {
  const attributes = { 'tokentrail.price.entry': 'f'.repeat(64), 'tokentrail.price.content': '{"entry":{}}' };
  await store.insert(LANDING, [landingRow(910, {}, { SpanAttributes: attributes })]);
  await expect(
    store.rows(`SELECT body FROM tokentrail_ledger.price_entries WHERE entry = '${'f'.repeat(64)}'`),
  ).resolves.toEqual([]);
});

test('an attempt states how its price was calculated', async () => {
  const attempt = {
    ...{ index: 0, retry: 0, state: 'success', meters: { input: 5, 'cache_write:1h': 2 }, units: { second: 1.5 } },
    ...{ conditions: { region: 'eu' }, priceSource: 'operator', priceEntry: 'e', priceTier: 'base', contract: '0.9' },
    ...{ requestedTier: 'auto', servedTier: 'default', responseModel: 'm-1' },
  };
  await store.insert(LANDING, [
    landingRow(1200, { [ATTEMPTS]: JSON.stringify([JSON.stringify(attempt), '{"index":1}']) }),
  ]);
  const columns =
    'meters, units, conditions, price_source, price_entry, price_tier, contract, requested_tier, response_model';
  await expect(attemptsOf(1200, columns)).resolves.toEqual([
    {
      ...{ meters: { input: 5, 'cache_write:1h': 2 }, units: { second: 1.5 }, conditions: { region: 'eu' } },
      ...{ price_source: 'operator', price_entry: 'e', price_tier: 'base', contract: '0.9' },
      ...{ requested_tier: 'auto', response_model: 'm-1' },
    },
    {
      ...{ meters: {}, units: {}, conditions: {}, price_source: null, price_entry: null, price_tier: null },
      ...{ contract: null, requested_tier: null, response_model: null },
    },
  ]);
});
