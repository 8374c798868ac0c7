import fc from 'fast-check';
import { ERROR_SORTS, GROUP_FIELDS, type GroupCursor, type GroupsRequest, type RecordGroup } from '../record-groups.ts';
import type { RecordFilter } from '../record-filter.ts';
import type { TimeRange } from '../record-selection.ts';
import { CONDITIONS_BY_FIELD } from './arbitrary-conditions.ts';
import { arbitraryBatches, inWindow } from './arbitrary-records.ts';
import { errorGroupsOf, recordGroupsOf } from './naive-groups.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { PROPERTY_RUNS, version, type TestLedger } from './test-ledger.ts';

const condition = fc.oneof(...CONDITIONS_BY_FIELD.values());
const arbitraryFilter: fc.Arbitrary<RecordFilter> = fc.record({
  recordTypes: fc.constantFrom(['usage' as const], ['usage' as const, 'request' as const]),
  conditions: fc.array(condition, { maxLength: 2 }),
});

/** Tests errors, and groups of records that share an id, against the reference ledger. */
export function describeGroups(store: TestLedger): void {
  describe('groups', () => {
    const naive = new NaiveLedger();
    let range: TimeRange;

    beforeAll(async () => {
      range = store.nextWindow();
      const size = { minVersions: 150, ids: 120 };
      const [batches = []] = fc.sample(arbitraryBatches(store.capabilities, size), 1);
      for (const batch of batches.map((versions) => versions.map((one) => inWindow(one, range.fromMs)))) {
        naive.insert(batch);
        await store.insert(batch);
      }
    }, 60_000);

    const filters = [{}, ...fc.sample(arbitraryFilter, 3 * PROPERTY_RUNS)];

    test.each(ERROR_SORTS)(
      'errors by %s are those of the reference ledger',
      async (sort) => {
        for (const filter of filters) {
          const expected = errorGroupsOf(naive.list({ range, filter }), sort);
          expect(await store.ledger.errors({ range, filter, sort, limit: 1000 })).toEqual(expected);
          expect(await store.ledger.errors({ range, filter, sort, limit: 2 })).toEqual(expected.slice(0, 2));
        }
      },
      60_000,
    );

    test.each(GROUP_FIELDS)(
      'the pages of groups by %s have the groups of the reference ledger',
      async (by) => {
        for (const filter of filters) {
          const expected = recordGroupsOf(naive.list({ range, filter }), by);
          for (const limit of [2, 100]) {
            expect(await everyGroup(store, { range, filter, by, limit })).toEqual(expected);
          }
        }
      },
      60_000,
    );

    test('a record is in the group of its newest version only', async () => {
      const window = store.nextWindow();
      const session = (sessionId: string, ms: number) =>
        version(window.fromMs, 1, { sessionId, versionUnixMs: window.fromMs + ms });
      await store.insert([session('old', 1)]);
      await store.insert([session('new', 2)]);
      const { groups } = await store.ledger.groups({ range: window, filter: {}, by: 'session', limit: 10 });
      expect(groups.map(({ id }) => id)).toEqual(['new']);
    });
  });
}

async function everyGroup(store: TestLedger, request: GroupsRequest): Promise<RecordGroup[]> {
  const all: RecordGroup[] = [];
  let before: GroupCursor | null = null;
  do {
    const { groups, next } = await store.ledger.groups({ ...request, ...(before && { before }) });
    expect(groups.length).toBeLessThanOrEqual(request.limit);
    all.push(...groups);
    before = next;
  } while (before !== null);
  return all;
}
