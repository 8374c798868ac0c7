import { createHash } from 'node:crypto';
import { ATTEMPTS, LANDING, VERSION, attemptsIn, recordIn } from './ledger-rows.ts';
import { landingRow, useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

const recordOf = (id: number, columns: string) => recordIn(store, id, columns);
const attemptsOf = (id: number, columns: string) => attemptsIn(store, id, columns);

describe('a repriced row', () => {
  const REPRICED = 'tokentrail_ledger.repriced';
  const ranked = (rank: number, ms: number) => String((BigInt(rank) << 56n) + BigInt(ms));

  /** The ended row of `id` as a reader gets it, with new money, as a repricer sends it. */
  async function repricedRow(id: number, over: Record<string, unknown> = {}) {
    const [row] = await recordOf(id, '*');
    const now = ranked(3, Date.now());
    const money = { cost_list: '7', cost_list_state: 'priced', price_entry: 'e' };
    return { ...row, ...money, ver: now, repriced_by: 'ann', repriced_reason: 'new prices', attempts: [], ...over };
  }
  const send = (row: Record<string, unknown>) =>
    store.ask(
      `INSERT INTO ${REPRICED} (${Object.keys(row)
        .map((name) => `\`${name}\``)
        .join(', ')}) FORMAT JSONEachRow`,
      {
        account: 'tokentrail_repricer',
        body: JSON.stringify(row),
      },
    );

  test('replaces the row and its attempts, and a replay or a late snapshot does not win', async () => {
    const recorded = landingRow(1000, {
      'tokentrail.cost.list.state': 'unknown_price',
      'gen_ai.usage.input_tokens': '5',
      'gen_ai.request.temperature': '0.5',
      'gen_ai.response.finish_reasons': '["stop"]',
      'http.response.status_code': '200',
      [ATTEMPTS]: '["{\\"index\\":0}"]',
    });
    await store.insert(LANDING, [recorded]);
    const before = await recordOf(1000, '*');
    const content = '{"entry":{"id":"later"}}';
    const entry = createHash('sha256').update(content).digest('hex');
    const row = await repricedRow(1000, {
      attempts: ['{"index":0,"priceEntry":"e"}'],
      price_entries: { [entry]: content, [entry.replace(/^./, 'x')]: content },
    });
    expect((await send(row)).status).toBe(200);
    await store.insert(LANDING, [recorded]);
    const late = { 'tokentrail.record.state': 'streaming', [VERSION]: String(Date.now() + 60_000) };
    await store.insert(LANDING, [{ ...recorded, SpanAttributes: { ...recorded.SpanAttributes, ...late } }]);
    // The new version has a time of arrival of its own.
    const { ver: _, received_at: _at, ...after } = (await recordOf(1000, '*'))[0] ?? {};
    const { ver: __, received_at: __at, ...asItWas } = before[0] ?? {};
    expect(after).toEqual({
      ...asItWas,
      ...{ cost_list: '7', cost_list_state: 'priced', price_entry: 'e' },
      ...{ repriced_by: 'ann', repriced_reason: 'new prices' },
    });
    await expect(attemptsOf(1000, 'price_entry')).resolves.toEqual([{ price_entry: 'e' }]);
    await expect(
      store.rows(`SELECT entry FROM tokentrail_ledger.price_entries WHERE body = '${content}'`),
    ).resolves.toEqual([{ entry }]);
  });

  let nextId = 1100;
  test.each<[string, Record<string, unknown>]>([
    ['a version that claims to be originally recorded', { ver: ranked(2, Date.now() + 1000) }],
    ['a version that forgets', { ver: ranked(4, Date.now()) }],
    ['a version of a day to come', { ver: ranked(3, Date.now() + 3 * 86_400_000) }],
    ['a row without a name', { repriced_by: null }],
    ['a row without a reason', { repriced_reason: '' }],
    ['a row that runs', { state: 'streaming' }],
    ['a row that is no call', { record_type: 'topup' }],
    ['a row without a sender', { sender: '' }],
  ])('is ignored if it is %s', async (_, over) => {
    const id = nextId++;
    await store.insert(LANDING, [landingRow(id)]);
    const before = await recordOf(id, '*');
    expect((await send(await repricedRow(id, { attempts: ['{"index":9}'], ...over }))).status).toBe(200);
    await expect(recordOf(id, '*')).resolves.toEqual(before);
    await expect(attemptsOf(id, 'span_id')).resolves.toEqual([]);
  });

  test('replaces only the record of its sender', async () => {
    await store.insert(LANDING, [
      landingRow(1050, { 'tokentrail.cost.list.state': 'unknown_price' }),
      landingRow(1050, { 'tokentrail.cost.list.state': 'unknown_price' }, { ServiceName: 'other' }),
    ]);
    const row = await repricedRow(1050);
    expect((await send({ ...row, sender: 'other', service_name: 'other' })).status).toBe(200);
    await expect(recordOf(1050, 'sender, cost_list, repriced_by')).resolves.toEqual([
      { sender: 'other', cost_list: '7', repriced_by: 'ann' },
      { sender: 'shop', cost_list: null, repriced_by: null },
    ]);
  });

  test('comes from an account that may do nothing else', async () => {
    const account = 'tokentrail_repricer';
    for (const table of ['landing', 'usage_records', 'record_attempts', 'price_entries']) {
      const sql = `INSERT INTO tokentrail_ledger.${table} (span_id) FORMAT JSONEachRow`;
      expect((await store.ask(sql, { account, body: '{"span_id":"x"}' })).code).toBe('497');
    }
    expect((await store.ask('SELECT 1 FROM tokentrail_ledger.usage_records', { account })).code).toBe('497');
    const body = JSON.stringify({ span_id: 'x' });
    for (const other of ['tokentrail_writer', 'tokentrail_ledger_reader'] as const) {
      expect(
        (await store.ask(`INSERT INTO ${REPRICED} (span_id) FORMAT JSONEachRow`, { account: other, body })).code,
      ).toBe('497');
    }
  });
});
