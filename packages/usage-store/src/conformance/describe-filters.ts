import type { UsageRecord } from '@tokentrail/records';
import fc from 'fast-check';
import { idOf } from '../record-id.ts';
import type { FilterCondition, RecordFilter } from '../record-filter.ts';
import type { RecordSelection } from '../record-selection.ts';
import type { DistinctField } from '../usage-ledger.ts';
import { CONDITIONS_BY_FIELD } from './arbitrary-conditions.ts';
import { arbitraryBatches, inWindow } from './arbitrary-records.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { PROPERTY_RUNS, version, type TestLedger } from './test-ledger.ts';

/** Records enough for every condition to select some and leave out others. */
const BATCHES = { minVersions: 150, ids: 120 };
const CONCURRENCY = 4;

/** Tests every kind of condition against the reference ledger: each alone, and each pair of two fields. */
export function describeFilters(store: TestLedger): void {
  describe('filters', () => {
    const naive = new NaiveLedger();
    let range: RecordSelection['range'];

    beforeAll(async () => {
      range = store.nextWindow();
      const [batches = []] = fc.sample(arbitraryBatches(store.capabilities, BATCHES), 1);
      for (const batch of batches.map((versions) => versions.map((one) => inWindow(one, range.fromMs)))) {
        naive.insert(batch);
        await store.insert(batch);
      }
    }, 60_000);

    const expectSame = async (conditions: readonly FilterCondition[]) => {
      const filter: RecordFilter = { conditions };
      expect(await store.page({ range, filter, limit: 500 })).toEqual(naive.list({ range, filter }).map(idOf));
    };

    test.each([...CONDITIONS_BY_FIELD])(
      'the condition on %s selects what the reference ledger selects',
      async (_, one) => {
        await fc.assert(
          fc.asyncProperty(one, (condition) => expectSame([condition])),
          { numRuns: PROPERTY_RUNS },
        );
      },
    );

    test('each pair of conditions selects the records that meet both', async () => {
      const fields = [...CONDITIONS_BY_FIELD.values()];
      const pairs = fields.flatMap((first, index) => fields.slice(index + 1).map((second) => fc.tuple(first, second)));
      // The engine runs several queries of a client at once.
      for (let start = 0; start < pairs.length; start += CONCURRENCY) {
        await Promise.all(
          pairs.slice(start, start + CONCURRENCY).map((pair) =>
            fc.assert(
              fc.asyncProperty(pair, (conditions) => expectSame(conditions)),
              { numRuns: Math.ceil(PROPERTY_RUNS / 12) },
            ),
          ),
        );
      }
    }, 300_000);

    test('a search that cannot be read is rejected and names the part', async () => {
      const list = store.ledger.list({ range, filter: { search: 'gpt cost:>x' }, limit: 1 });
      await expect(list).rejects.toMatchObject({ name: 'StoreError', kind: 'search' });
      await expect(list).rejects.toThrow(/^cost:>x: Write US dollars/);
    });

    if (store.capabilities.distinct) {
      describeDistinct(store, naive, () => range);
    }
  });
}

/** The texts of a record that a condition compares, for some fields. */
const TEXTS_OF: Readonly<Partial<Record<DistinctField, (record: UsageRecord) => (string | null)[]>>> = {
  model: ({ requestModel, targetModel, responseModel }) => [requestModel, targetModel, responseModel],
  key: ({ keyName, keyPreview }) => [keyName, keyPreview],
  user: ({ userId }) => [userId],
  type: ({ recordType }) => [recordType],
  endpoint: ({ method, endpoint }) => [endpoint, method !== null && endpoint !== null ? `${method} ${endpoint}` : null],
  tag: ({ tags }) => Object.entries(tags).map(([name, value]) => `${name}=${value}`),
};

function describeDistinct(store: TestLedger, naive: NaiveLedger, range: () => RecordSelection['range']): void {
  const fields = Object.keys(TEXTS_OF) as DistinctField[];

  test.each(fields)('the distinct values of %s have the counts of the reference ledger', async (field) => {
    for (const filter of [{}, { search: 'type:usage' }]) {
      const selection = { range: range(), filter };
      const expected = naive.distinct(selection, (record) => [
        ...new Set(TEXTS_OF[field]?.(record).filter((text): text is string => text !== null)),
      ]);
      expect(expected.length).toBeGreaterThan(0);
      expect(await store.ledger.distinct({ ...selection, field, prefix: '', limit: 1000 })).toEqual(expected);
      const [first] = expected;
      await expect(store.ledger.distinct({ ...selection, field, prefix: '', limit: 1 })).resolves.toEqual([first]);
    }
  });

  test('distinct values begin with the prefix, whatever its case and normal form', async () => {
    const { fromMs, toMs } = store.nextWindow();
    const models = ['ärger-1', 'A\u0308RGER-2', 'İz-1', 'gpt'];
    await store.insert(models.map((requestModel, index) => version(fromMs, index, { requestModel })));
    const valuesWith = async (prefix: string) => {
      const request = { range: { fromMs, toMs }, filter: {}, field: 'model' as const, prefix, limit: 10 };
      return (await store.ledger.distinct(request)).map(({ value }) => value);
    };
    await expect(valuesWith('Ä')).resolves.toEqual(['A\u0308RGER-2', 'ärger-1']);
    await expect(valuesWith('IZ')).resolves.toEqual(['İz-1']);
    await expect(valuesWith('%')).resolves.toEqual([]);
  });
}
