import { LANDING, attemptsIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

let nextId = 1;

/** Inserts a record for each of `sets` in one batch and reads `columns` of each. */
async function recorded(sets: Record<string, string>[], columns: string) {
  const ids = sets.map(() => nextId++);
  await store.insert(
    LANDING,
    sets.map((attributes, index) => landingRow(ids[index] ?? 0, attributes)),
  );
  const [first = 0, last = 0] = [ids[0], ids.at(-1)].map((id) => id?.toString(16).padStart(16, '0'));
  return store.rows(
    `SELECT ${columns} FROM tokentrail_ledger.usage_records FINAL
     WHERE span_id BETWEEN '${first}' AND '${last}' ORDER BY span_id`,
  );
}

const TOKENS = 'gen_ai.usage.';
const COST = 'tokentrail.cost.';

describe('a number at its bound is kept; one beyond it is null and listed as unreadable', () => {
  test.each<[attribute: string, column: string, kept: string[], refused: string[]]>([
    [`${COST}list`, 'cost_list', ['0', '10000000000000000'], ['-1', '10000000000000001', '9000000000000000000']],
    [`${COST}paid`, 'cost_paid', ['1'], ['-5000000000000', '9223372036854775807', '-9223372036854775808']],
    [`${COST}charged`, 'cost_charged', ['1'], ['9000000000000000000', '9223372036854775808', '1e3', '1.5', ' 1']],
    [
      'tokentrail.amount.nano_usd',
      'amount_nano_usd',
      ['-999999999999999999', '999999999999999999'],
      ['1000000000000000000', '-1000000000000000000', '-9223372036854775808'],
    ],
    ['tokentrail.balance.after_nano_usd', 'balance_after_nano_usd', ['-1'], ['9223372036854775807']],
    [`${TOKENS}input_tokens`, 'input_tokens', ['0', '1000000000000'], ['-1', '1000000000001', '18446744073709551615']],
    [`${TOKENS}output_tokens`, 'output_tokens', ['7'], ['9223372036854775807']],
    [`${TOKENS}cache_read.input_tokens`, 'cache_read_tokens', ['7'], ['18446744073709551616']],
    [`${TOKENS}cache_write.input_tokens`, 'cache_write_tokens', ['7'], ['1000000000001']],
    [`${TOKENS}reasoning.output_tokens`, 'reasoning_tokens', ['7'], ['1000000000001']],
    [`${TOKENS}audio.input_tokens`, 'audio_input_tokens', ['7'], ['1000000000001']],
    [`${TOKENS}audio.output_tokens`, 'audio_output_tokens', ['7'], ['1000000000001']],
    ['http.response.status_code', 'status_code', ['100', '599'], ['99', '600', '0', '-1', '65736']],
    ['server.port', 'server_port', ['1', '65535'], ['0', '65536', '-1']],
    ['tokentrail.attempts.count', 'attempts_count', ['0', '10000'], ['10001', '-1', '65537']],
  ])('%s', async (attribute, column, kept, refused) => {
    const values = [...kept, ...refused];
    const rows = await recorded(
      values.map((value) => ({ [attribute]: value })),
      `toString(${column}) AS value, unreadable`,
    );
    expect(rows).toEqual(
      values.map((value) => (kept.includes(value) ? { value, unreadable: [] } : { value: null, unreadable: [column] })),
    );
  });

  test.each([
    ['31622400', '31622400000000000', []],
    ['31622401', null, ['time_to_first_chunk_ns']],
    ['-1', null, ['time_to_first_chunk_ns']],
    ['nan', null, ['time_to_first_chunk_ns']],
    ['inf', null, ['time_to_first_chunk_ns']],
  ])('a time to first chunk of %s s', async (seconds, value, unreadable) => {
    const attributes = { 'gen_ai.response.time_to_first_chunk': seconds };
    const rows = await recorded([attributes], 'time_to_first_chunk_ns AS value, unreadable');
    expect(rows).toEqual([{ value, unreadable }]);
  });
});

describe('a cost state that contradicts its amount makes the cost unknown', () => {
  test.each<[amount: string, state: string, kept: string | null, stateNow: string | null, isNamed: boolean]>([
    ['5', 'priced', '5', 'priced', false],
    ['0', 'free', '0', 'free', false],
    ['0', 'not_billed', '0', 'not_billed', false],
    ['', '', null, null, false],
    ['', 'unknown_usage', null, 'unknown_usage', false],
    ['-5', 'priced', null, 'unknown_price', true],
    ['-5', 'not_billed', null, 'unknown_price', true],
    ['9000000000000000000', 'free', null, 'unknown_price', true],
    ['9000000000000000000', '', null, 'unknown_price', true],
    ['5', 'free', null, 'unknown_price', true],
    ['5', 'not_billed', null, 'unknown_price', true],
    ['5', 'unknown_price', null, 'unknown_price', true],
    ['5', 'unknown_usage', null, 'unknown_usage', true],
    ['', 'priced', null, 'unknown_price', false],
  ])('the amount "%s" with the state "%s"', async (amount, state, kept, stateNow, isNamed) => {
    const names = ['list', 'paid', 'charged'];
    const attributes = names.flatMap((name) => [
      [`${COST}${name}`, amount],
      [`${COST}${name}.state`, state],
    ]);
    const columns = names.map((name) => `(cost_${name}, cost_${name}_state) AS ${name}`).join(', ');
    const rows = await recorded([Object.fromEntries(attributes) as Record<string, string>], `${columns}, unreadable`);
    const cost = [kept, stateNow];
    const unreadable = isNamed ? names.map((name) => `cost_${name}`) : [];
    expect(rows).toEqual([{ list: cost, paid: cost, charged: cost, unreadable }]);
  });
});

test("an attempt's number beyond its bound is null, and the attempt is kept", async () => {
  const wrong = {
    ...{ index: 0, retry: 0, state: 'success', statusCode: 600, offsetMs: -1, durationMs: 1e300, firstChunkMs: 4e10 },
    ...{ paidNanoUsd: '9000000000000000000', meters: { input: -1, output: 1e13, kept: 2 }, units: { image: -1 } },
    usage: { inputTokens: 1e13, outputTokens: -1, cacheReadTokens: 1e12 + 1 },
  };
  const more = { index: 4_000_000_000, retry: -1, state: 'failed', statusCode: 99, paidNanoUsd: '-5' };
  // An integer too large for every JSON reader here makes its whole attempt unreadable.
  const huge = '{"index":1,"usage":{"inputTokens":18446744073709552000}}';
  const attempts = JSON.stringify([JSON.stringify(wrong), JSON.stringify(more), huge]);
  await store.insert(LANDING, [landingRow(5_000, { 'tokentrail.attempts': attempts })]);
  const columns =
    '`index` AS i, retry, state, status_code, offset_ms, duration_ms, first_chunk_ms, paid_nano_usd, meters, units, ' +
    'input_tokens, output_tokens, cache_read_tokens';
  const nothing = {
    ...{ status_code: null, offset_ms: null, duration_ms: null, first_chunk_ms: null, paid_nano_usd: null },
    ...{ input_tokens: null, output_tokens: null, cache_read_tokens: null, units: {} },
  };
  await expect(attemptsIn(store, 5_000, columns)).resolves.toEqual([
    { ...nothing, i: 0, retry: 0, state: 'success', meters: { kept: 2 } },
    { ...nothing, i: null, retry: null, state: 'failed', meters: {} },
    { ...nothing, i: null, retry: null, state: null, meters: {} },
  ]);
});
