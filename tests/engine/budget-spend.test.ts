import {
  budgetSpend,
  budgetSpends,
  clickHouseLedger,
  httpTransport,
  type Budget,
  type UsageLedger,
} from '@tokentrail/usage-store';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

const NOW_MS = Date.UTC(2026, 2, 12, 6);
/** Cost of each day in USD, the first one on 27 February. Today is the last. */
const DAYS = [9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 2];
const BUDGET: Budget = { name: 'b', field: 'group', value: 'search', monthlyNanoUsd: '1', comparedWith: 'charged' };

let store: TestStore;
let ledger: UsageLedger;

beforeAll(async () => {
  store = await startTestStore('ledger');
  const reader = httpTransport({
    url: store.engine.url,
    user: 'tokentrail_ledger_reader',
    password: PASSWORDS.tokentrail_ledger_reader,
  });
  ledger = clickHouseLedger({ ledger: reader, attempts: reader });
  const rows = DAYS.flatMap((usd, day) => {
    const Timestamp = `${new Date(Date.UTC(2026, 1, 27 + day, 3)).toISOString().slice(0, 19)}`.replace('T', ' ');
    const cost = (nano: number) => ({
      'tokentrail.cost.charged': String(nano),
      'tokentrail.cost.charged.state': 'priced',
      'tokentrail.cost.paid': String(nano),
      'tokentrail.cost.paid.state': 'priced',
    });
    return [
      landingRow(2 * day, { ...cost(usd * 1e9), 'tokentrail.group': 'search' }, { Timestamp }),
      ...(day === 5 ? [landingRow(99, { ...cost(5e9), 'tokentrail.key.name': 'nightly' }, { Timestamp })] : []),
      landingRow(2 * day + 1, { ...cost(1e12), 'tokentrail.group': 'other' }, { Timestamp }),
    ];
  });
  await store.insert('tokentrail_ledger.landing', rows);
}, 60_000);

afterAll(() => store.end(), 30_000);

test.each(['charged', 'paid'] as const)(
  'a budget counts what is %s in the month of UTC and projects it',
  async (what) => {
    const { spent, projected, completeDays } = await budgetSpend(ledger, { ...BUDGET, comparedWith: what }, NOW_MS);
    const usd = (amount: number) => ({ nanoUsd: String(amount * 1e9), unknown: 0 });
    expect([spent, completeDays]).toEqual([usd(2 + 3 + 4 + 5 + 6 + 7 + 8 + 9 + 10 + 11 + 12 + 2), 7]);
    // The last 7 days cost 9 USD each on average; 19.75 days are left.
    expect(projected).toEqual(usd(79 + 9 * 19.75));
  },
);

test.each(['charged', 'paid'] as const)('what is %s has no projection before three complete days', async (what) => {
  const early = Date.UTC(2026, 2, 1, 23);
  const { spent, projected, completeDays } = await budgetSpend(ledger, { ...BUDGET, comparedWith: what }, early);
  expect([spent.nanoUsd, projected, completeDays]).toEqual(['2000000000', null, 1]);
});

test('several budgets have what each of them has alone', async () => {
  const budgets: Budget[] = [
    BUDGET,
    { ...BUDGET, value: 'none' },
    { ...BUDGET, comparedWith: 'paid' },
    { ...BUDGET, field: 'service', value: 'shop' },
    { ...BUDGET, field: 'key', value: 'nightly' },
  ];
  const each = await Promise.all(budgets.map((budget) => budgetSpend(ledger, budget, NOW_MS)));
  const together = await budgetSpends(ledger, budgets, NOW_MS);
  expect(together).toMatchObject(each);
  expect(together[1]).toMatchObject({ spent: { nanoUsd: '0' }, projected: null });
  expect(together[4]).toMatchObject({ spent: { nanoUsd: '5000000000' } });
});

test('what is paid is not read where margins are hidden', async () => {
  const hidden = { ...ledger, capabilities: { ...ledger.capabilities, margin: false } };
  await expect(budgetSpends(hidden, [{ ...BUDGET, comparedWith: 'paid' }], NOW_MS)).resolves.toEqual([null]);
});
