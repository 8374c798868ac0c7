import { MARGIN_FIELD_KEYS, recordOfValues, valuesOfRecord, type UsageRecord } from '@tokentrail/records';
import {
  EXPORT_FIELDS,
  clickHouseExport,
  clickHouseLedger,
  httpTransport,
  shownExportFields,
} from '@tokentrail/usage-store';
import { insertIntoLanding } from '../../packages/usage-store/src/conformance/clickhouse-landing.ts';
import { fullVersion } from '../../packages/usage-store/src/conformance/full-record.ts';
import { PASSWORDS, startTestStore, temporaryFolder, type TestStore } from './test-store.ts';

const now = Date.now() - 60_000;
const selection = { range: { fromMs: now - 1000, toMs: now + 1000 }, filter: {} };
let store: TestStore;

const as = (user: keyof typeof PASSWORDS) => httpTransport({ url: store.engine.url, user, password: PASSWORDS[user] });
const viewers = () =>
  clickHouseLedger({
    ledger: as('tokentrail_ledger_reader'),
    attempts: as('tokentrail_attempts_reader'),
    margin: false,
  });
const admins = () =>
  clickHouseLedger({ ledger: as('tokentrail_attempts_reader'), attempts: as('tokentrail_attempts_reader') });

beforeAll(async () => {
  store = await startTestStore('ledger', temporaryFolder(), { hideMargin: true });
  await insertIntoLanding(as('tokentrail_writer'), [fullVersion(now)]);
}, 60_000);
afterAll(() => store.end());

/** Statements from which a viewer could learn a hidden value. */
const FORBIDDEN: Record<string, string> = {
  'the paid cost': 'SELECT cost_paid FROM usage_records',
  'the paid cost by its table': 'SELECT usage_records.cost_paid FROM usage_records',
  'the paid cost by its database':
    'SELECT tokentrail_ledger.usage_records.cost_paid FROM tokentrail_ledger.usage_records',
  'the paid cost by an alias of the table': 'SELECT r.cost_paid FROM usage_records AS r',
  'the paid cost in backquotes': 'SELECT `cost_paid` FROM usage_records',
  'the paid cost in double quotes': 'SELECT "cost_paid" FROM usage_records',
  'the paid cost in backquotes with an escape': 'SELECT `cost\\x5Fpaid` FROM usage_records',
  'whether the paid cost is known': 'SELECT cost_paid.null FROM usage_records',
  'the list cost': 'SELECT sum(cost_list) FROM usage_records',
  'the state of the paid cost': 'SELECT cost_paid_state FROM usage_records',
  'the lines of the cost': 'SELECT cost_lines FROM usage_records',
  'the formula': 'SELECT cost_formula FROM usage_records',
  'the price entry of a record': 'SELECT price_entry FROM usage_records',
  'price entries': 'SELECT body FROM price_entries',
  'every column': 'SELECT * FROM usage_records',
  'every column of a table': 'SELECT r.* FROM usage_records AS r',
  'every column but some': 'SELECT * EXCEPT (cost_list) FROM usage_records',
  'columns by a pattern': "SELECT COLUMNS('paid') FROM usage_records",
  'a tuple of every column': 'SELECT tuple(*) FROM usage_records',
  'every column in a scalar subquery': 'SELECT (SELECT tuple(*) FROM usage_records LIMIT 1)',
  'the paid cost in a scalar subquery': 'SELECT (SELECT max(cost_paid) FROM usage_records)',
  'the paid cost in a condition': 'SELECT count() FROM usage_records WHERE cost_paid > 5',
  'the paid cost before FINAL': 'SELECT count() FROM usage_records FINAL PREWHERE cost_paid > 5',
  'the paid cost in ORDER BY': 'SELECT trace_id FROM usage_records ORDER BY cost_paid',
  'the paid cost in GROUP BY': 'SELECT count() FROM usage_records GROUP BY cost_paid',
  'the paid cost in LIMIT BY': 'SELECT trace_id FROM usage_records LIMIT 1 BY cost_paid',
  'the paid cost in a window': 'SELECT row_number() OVER (ORDER BY cost_paid) FROM usage_records',
  'the paid cost in a lambda': 'SELECT arrayMap(x -> x + cost_paid, [1]) FROM usage_records',
  'the paid cost in ARRAY JOIN': 'SELECT line FROM usage_records ARRAY JOIN cost_lines AS line',
  'the paid cost in USING': 'SELECT 1 FROM usage_records JOIN (SELECT 0 AS cost_paid) AS guess USING (cost_paid)',
  'the paid cost in a natural join': 'SELECT 1 FROM usage_records NATURAL JOIN (SELECT 0 AS cost_paid) AS guess',
  'the paid cost in a join condition':
    'SELECT 1 FROM usage_records AS a JOIN usage_records AS b ON a.cost_paid = b.cost_list',
  'the paid cost behind WITH': 'WITH cost_paid AS x SELECT x FROM usage_records',
  'the paid cost in a WITH subquery': 'WITH r AS (SELECT cost_paid FROM usage_records) SELECT count() FROM r',
  'the paid cost in UNION': 'SELECT 1 UNION ALL SELECT cost_paid FROM usage_records',
};

test.each(Object.entries(FORBIDDEN))('a viewer is refused: %s', async (_what, sql) => {
  const { status, text } = await store.ask(sql);
  expect(status).not.toBe(200);
  // The value of the sample record.
  expect(text).not.toContain('9007199254740993');
});

test.each(Object.entries(FORBIDDEN).filter(([, sql]) => !/NATURAL|x5F|EXCEPT|COLUMNS/.test(sql)))(
  'the right is what a viewer lacks, and an administrator has it: %s',
  async (_what, sql) => {
    expect((await store.ask(sql)).code).toBe('497');
    expect(await store.ask(sql, { account: 'tokentrail_attempts_reader' })).toMatchObject({ status: 200 });
  },
);

/** A record without the fields that are hidden. */
function withoutMargin(record: UsageRecord | null): UsageRecord | null {
  const shown = (key: string) => (key === 'costLines' ? [] : /^cost.*State$/.test(key) ? 'hidden' : null);
  const hidden = MARGIN_FIELD_KEYS.map((key) => [key, shown(key)]);
  return record && recordOfValues({ ...valuesOfRecord(record), ...Object.fromEntries(hidden) });
}

test('viewers read all records, totals and groups, without what the operator pays', async () => {
  const { key } = fullVersion(now);
  const [viewer, admin] = [viewers(), admins()];
  expect(viewer.capabilities.margin).toBe(false);
  const listed = await admin.list({ ...selection, limit: 10 });
  expect(listed.records).toMatchObject([{ cost: { list: { nanoUsd: '9007199254740993' } } }]);
  expect((await viewer.list({ ...selection, limit: 10 })).records).toEqual(listed.records.map(withoutMargin));
  expect(await viewer.record(key)).toEqual(withoutMargin(await admin.record(key)));
  expect(await viewer.records([key])).toEqual([await viewer.record(key)]);
  const totals = await admin.totals(selection);
  expect(await viewer.totals(selection)).toEqual({ ...totals, cost: { ...totals.cost, list: null, paid: null } });
  for (const sort of viewer.capabilities.sorts) {
    await expect(viewer.list({ ...selection, sort, limit: 1 })).resolves.toMatchObject({ next: null });
  }
  const groups = { ...selection, by: 'session' as const, limit: 1 };
  expect(await viewer.groups(groups)).toEqual(await admin.groups(groups));
  const filter = { search: 'gpt cost:>0 -user:someone-else' };
  expect((await viewer.list({ ...selection, filter, limit: 1 })).records).toHaveLength(1);
  await viewer.checkSchema();
});

test('viewers read no attempts and no price entries', async () => {
  const ledger = as('tokentrail_ledger_reader');
  const viewer = clickHouseLedger({ ledger, attempts: ledger, margin: false });
  await expect(viewer.attempts(fullVersion(now).key)).rejects.toMatchObject({ kind: 'forbidden' });
  await expect(viewer.priceEntry('0'.repeat(64))).rejects.toMatchObject({ kind: 'forbidden' });
});

test('a viewer exports the columns that the ledger shows, and is refused the others', async () => {
  const exported = (margin: boolean) =>
    as('tokentrail_ledger_reader')(
      clickHouseExport({ ...selection, format: 'csv', columns: shownExportFields(EXPORT_FIELDS, margin) }),
    );
  const { status, body } = await exported(false);
  expect([status, body.split('\r\n').at(-2)]).toEqual([200, '# 1 rows']);
  expect(body).toMatch(/cost_charged_usd/);
  expect(body).not.toMatch(/cost_paid|cost_list|9007199/);
  expect((await exported(true)).status).not.toBe(200);
});
