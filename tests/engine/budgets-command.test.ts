/** `tokentrail budgets`, on a ledger with calls of this month and of the days before. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { findOnPath } from '../../scripts/find-on-path.ts';
import { useCommandStores, type CommandStores } from './command-stores.ts';
import { landingRow } from './test-store.ts';

const AWKWARD = `a "b" 'c' \\ {{ x }} $HOME é`;
const FILE = [
  { name: 'Search team', group: 'search', monthly_usd: '0.30' },
  { name: AWKWARD, key: AWKWARD, monthly_usd: '1' },
  { name: 'Paid', service: 'shop', monthly_usd: '100', compared_with: 'paid' },
];
const NOW = new Date();

const fill = async ({ ledger }: CommandStores) => {
  const cost = (attributes: Record<string, string>) => ({
    'tokentrail.cost.charged.state': 'priced',
    'tokentrail.cost.charged': '100000001',
    'tokentrail.cost.paid.state': 'priced',
    'tokentrail.cost.paid': '7',
    ...attributes,
  });
  const monthBefore = new Date(Date.UTC(NOW.getUTCFullYear(), NOW.getUTCMonth(), 1) - 1000);
  const inMonthBefore = { Timestamp: monthBefore.toISOString().replace('T', ' ').replace('Z', '') };
  const search = { 'tokentrail.group': 'search' };
  await ledger.insert('tokentrail_ledger.landing', [
    ...[1, 2, 3].map((id) => landingRow(id, cost(search))),
    landingRow(4, cost({ 'tokentrail.group': 'Search' })),
    landingRow(5, cost(search), inMonthBefore),
    landingRow(6, cost({ 'tokentrail.key.name': AWKWARD })),
    landingRow(7, { ...search, 'tokentrail.cost.charged.state': 'unknown_price' }),
  ]);
};
const stores = useCommandStores(fill, { withTraces: false });
const { shell } = stores;

const write = (budgets: readonly object[]) => stores.write('budgets.yaml', JSON.stringify({ budgets }, null, 1));
const apply = () =>
  shell(
    'tokentrail budgets apply --by ann --grafana-rules g.yaml --prometheus-rules p.yaml --grafana-url https://g.example/x',
  );
const rules = () =>
  parse(readFileSync(join(stores.folder, 'g.yaml'), 'utf8')) as {
    groups?: { interval: string; rules: { uid: string; title: string }[] }[];
    deleteRules?: { uid: string }[];
  };
const stored = async () => {
  const [row] = await stores.ledger.rows(
    "SELECT value, set_by FROM tokentrail_ledger.settings FINAL WHERE name = 'budgets'",
  );
  return { ...row, value: JSON.parse(String(row?.['value'])) as unknown };
};

test('before the first file there are no budgets', async () => {
  const { code, text } = await shell('tokentrail budgets show');
  expect([code, text]).toEqual([0, expect.stringContaining('this ledger has no budgets')]);
});

test('apply writes the budgets to the ledger and their rules to both files', async () => {
  write(FILE);
  const { code, text } = await apply();
  expect([code, text]).toEqual([0, expect.stringContaining('3 budgets of budgets.yaml written to the ledger')]);
  const value = FILE.map((budget) => ({ compared_with: 'charged', ...budget }));
  await expect(stored()).resolves.toEqual({
    value: [{ ...value[0], monthly_usd: '0.3' }, value[1], value[2]],
    set_by: 'ann',
  });
  const { groups = [], deleteRules } = rules();
  expect(groups.flatMap((group) => group.rules)).toHaveLength(12);
  expect(deleteRules).toBeUndefined();
  if (findOnPath('promtool') !== null) {
    execFileSync('promtool', ['check', 'rules', join(stores.folder, 'p.yaml')]);
  }
  expect(readFileSync(join(stores.folder, 'p.yaml'), 'utf8')).toContain(
    'https://g.example/x/a/tokentrail-llmusage-app/stats?',
  );
});

test('show prints what is spent this month, exactly, and fails if a budget is exceeded', async () => {
  const { code, out } = await shell('tokentrail budgets show --json');
  const { month, budgets } = JSON.parse(out) as { month: string; budgets: object[] };
  expect([code, month]).toEqual([1, NOW.toISOString().slice(0, 7)]);
  // Complete days since the last one of the month before, none of which cost anything.
  const projected = (usd: string) => ({ projected_usd: NOW.getUTCDate() > 3 ? usd : null });
  expect(budgets).toMatchObject([
    {
      name: 'Search team',
      group: 'search',
      spent_usd: '0.300000003',
      monthly_usd: '0.3',
      over: true,
      spent_unknown_calls: 1,
    },
    { name: AWKWARD, key: AWKWARD, spent_usd: '0.100000001', monthly_usd: '1', projected_usd: null, over: false },
    { ...projected('0.000000035'), name: 'Paid', service: 'shop', spent_usd: '0.000000035', compared_with: 'paid' },
  ]);
  const { text } = await shell('tokentrail budgets show');
  expect(text).toContain('Search team (group search): ≥ $0.300000003 (1 unknown) charged of $0.3, 100.0 %, OVER');
});

test('a budget that leaves the file leaves the ledger, and the file for Grafana deletes its rules', async () => {
  const before = rules().groups?.flatMap((group) => group.rules) ?? [];
  const uidsOf = (name: string) => before.filter(({ title }) => title.includes(name)).map(({ uid }) => uid);
  write(FILE.slice(0, 1));
  await apply();
  expect((await stored()).value).toHaveLength(1);
  const removed = [...uidsOf('Paid'), ...before.filter(({ title }) => title.includes('{{ x }}')).map(({ uid }) => uid)];
  expect(rules().groups?.[0]?.rules).toHaveLength(4);
  expect(rules().deleteRules?.map(({ uid }) => uid)).toEqual(removed.sort());
  write([]);
  await apply();
  expect(rules().groups).toBeUndefined();
  expect(rules().deleteRules).toHaveLength(12);
  write(FILE);
  await apply();
  expect(rules().deleteRules).toBeUndefined();
});

test('nothing changes if the file has a mistake, or a rule file is not ours', async () => {
  const before = await stored();
  write([{ ...FILE[0], monthly_usd: 'much' }]);
  const mistake = await apply();
  expect([mistake.code, mistake.text]).toEqual([
    2,
    expect.stringContaining('budgets.yaml:6: monthly_usd "much" is no amount'),
  ]);
  write([]);
  writeFileSync(join(stores.folder, 'theirs.yaml'), 'groups: []');
  const foreign = await shell('tokentrail budgets apply --grafana-rules theirs.yaml');
  expect([foreign.code, foreign.text]).toEqual([
    2,
    expect.stringContaining('theirs.yaml was not written by this command'),
  ]);
  await expect(stored()).resolves.toEqual(before);
});

test.each([
  ['tokentrail budgets aply', {}, "unknown command 'aply'"],
  ['tokentrail budgets apply --file no.yaml', {}, 'the budgets cannot be read: ENOENT'],
  ['tokentrail budgets apply --by ""', {}, 'the ledger keeps who set the budgets: give --by'],
  ['tokentrail budgets apply --prometheus-rules p.yaml', {}, '--prometheus-rules needs --grafana-url'],
  [
    'tokentrail budgets apply',
    { TOKENTRAIL_SETTINGS_WRITER_PASSWORD: '' },
    'nothing may be written: set TOKENTRAIL_SETTINGS',
  ],
  ['tokentrail budgets apply', { TOKENTRAIL_SETTINGS_WRITER_PASSWORD: 'x' }, 'the ledger rejected the setting budgets'],
  ['tokentrail budgets apply', { TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1' }, 'the ledger does not respond'],
  ['tokentrail budgets show', { TOKENTRAIL_ATTEMPTS_READER_PASSWORD: 'x' }, 'the ledger cannot be read'],
])('%s %j fails with the exit code 2 and one line', async (command, env, message) => {
  write([]);
  const { code, text } = await shell(command, env);
  expect([code, text.trimEnd().split('\n')]).toEqual([2, [expect.stringContaining(`tokentrail: ${message}`)]]);
});
