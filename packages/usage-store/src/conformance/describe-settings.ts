import { RETENTION_DAYS } from '@tokentrail/clickhouse';
import { budgetsSetting, type Budget } from '../budget.ts';
import type { TestLedger } from './test-ledger.ts';

const UNKNOWN = Object.fromEntries(Object.keys(RETENTION_DAYS).map((name) => [name, null]));

/** Tests what the ledger returns of its settings. */
export function describeSettings(store: TestLedger): void {
  describe('the settings', () => {
    const set = (value: unknown, setBy = 'ann') => store.set({ name: 'retention', value, setBy });

    test('state the retention of the schema until someone sets another, and then the newest', async () => {
      const started = Date.now();
      const first = await store.ledger.settings();
      expect(first.retention).toMatchObject({ value: RETENTION_DAYS, setBy: 'ledger.sql' });
      await set({ ...RETENTION_DAYS, usage: 30 });
      await set({ ...RETENTION_DAYS, usage: 90 }, 'bob');
      const { retention } = await store.ledger.settings();
      expect(retention).toMatchObject({ value: { ...RETENTION_DAYS, usage: 90 }, setBy: 'bob' });
      expect(retention?.setAtMs).toBeGreaterThanOrEqual(started - 1);
      expect(retention?.setAtMs).toBeGreaterThan(first.retention?.setAtMs ?? Infinity);
    });

    test.each<[what: string, value: unknown, days: object]>([
      [
        'days that are no number',
        { ...RETENTION_DAYS, usage: '30', request: 0, event: 1.5, other: -1 },
        {
          ...RETENTION_DAYS,
          ...{ usage: null, request: null, event: null, other: null },
        },
      ],
      ['classes that are missing or of other versions', { usage: 30, invoices: 3650 }, { ...UNKNOWN, usage: 30 }],
      [
        'groups with days',
        { usage: 30, groups: { search: 7, 'a "b"': 400, wrong: 0, text: '9' } },
        { ...UNKNOWN, usage: 30, groups: { search: 7, 'a "b"': 400 } },
      ],
      ['a list', [30], UNKNOWN],
      ['a text', 'forever', UNKNOWN],
      ['null', null, UNKNOWN],
    ])('state the retention of a class as unknown if it cannot be read: %s', async (_what, value, days) => {
      await set(value);
      await expect(store.ledger.settings()).resolves.toMatchObject({ retention: { value: { groups: {}, ...days } } });
    });

    test('have the budgets, without what is no budget', async () => {
      const budgets: Budget[] = [
        { name: 'a', field: 'group', value: 'search', monthlyNanoUsd: '500000000', comparedWith: 'charged' },
        { name: 'b "c"', field: 'key', value: 'nightly', monthlyNanoUsd: '0', comparedWith: 'paid' },
      ];
      const wrong = [null, 'x', {}, { name: 'c', group: 'd', monthly_usd: 5, compared_with: 'charged' }];
      await store.set({ name: 'budgets', value: [...wrong, ...budgetsSetting(budgets)], setBy: 'ann' });
      await expect(store.ledger.settings()).resolves.toMatchObject({ budgets: { value: budgets, setBy: 'ann' } });
      await store.set({ name: 'budgets', value: { a: 1 }, setBy: 'ann' });
      await expect(store.ledger.settings()).resolves.toMatchObject({ budgets: { value: [] } });
    });

    test('leave out settings of other names', async () => {
      await set(RETENTION_DAYS);
      const before = await store.ledger.settings();
      await store.set({ name: 'budgets_of_a_later_version', value: { search: '100' }, setBy: 'ann' });
      await expect(store.ledger.settings()).resolves.toEqual(before);
    });
  });
}
