import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { RecordKey, UsageRecord } from '@tokentrail/records';
import type { ListRequest, RecordFilter, UsageLedger } from '../usage-ledger.ts';
import { arbitraryScenario, shifted } from './arbitrary-records.ts';
import { seen, sent } from './compared-fields.ts';
import { fullRecord, fullVersion } from './full-record.ts';
import { idOf, NaiveLedger } from './naive-ledger.ts';
import type { RecordVersion } from './record-version.ts';

/** A ledger on a real engine, and the way records get into it. */
export interface LedgerUnderTest {
  ledger: UsageLedger;
  /** Takes versions in, as one batch, in this order. */
  insert(versions: readonly RecordVersion[]): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Each test has a window of time of its own, so that the engine need not be emptied between them. They lie within the last
 * hour, in which a later version of a record that has ended still replaces it.
 */
const WINDOW_MS = 10_000;
const FIRST_WINDOW_MS = Date.now() - (Date.now() % WINDOW_MS) - 45 * 60_000;

/** Holds an engine to the contract of `UsageLedger`. Call it once in a test file. */
export function describeLedger(engine: string, start: () => Promise<LedgerUnderTest>): void {
  describe(`the ledger on ${engine}`, () => {
    let store: LedgerUnderTest;
    let windows = 0;

    beforeAll(async () => {
      store = await start();
    }, 60_000);
    afterAll(() => store.stop());

    function nextWindow() {
      const fromMs = FIRST_WINDOW_MS + windows++ * WINDOW_MS;
      return { fromMs, toMs: fromMs + WINDOW_MS };
    }

    function version(fromMs: number, index: number, attributes: RecordVersion['attributes'] = {}): RecordVersion {
      return {
        key: {
          startUnixNano: `${fromMs + index}000001`,
          traceId: String(index).padStart(32, '0'),
          spanId: String(index).padStart(16, '0'),
        },
        durationNs: 2_000_000n,
        attributes: { recordType: 'usage', state: 'success', versionUnixMs: fromMs + index, ...attributes },
      };
    }

    async function page(request: ListRequest): Promise<string[]> {
      return (await store.ledger.list(request)).records.map(idOf);
    }

    test('the attempts of many records come in the order in which they were asked for', async () => {
      const range = nextWindow();
      const attempt = (index: number, endpoint: string) =>
        JSON.stringify({ index, retry: 0, state: 'success', endpoint });
      const sent = [
        version(range.fromMs, 0, { attempts: [attempt(0, 'a'), attempt(1, 'b')] }),
        version(range.fromMs, 1),
        version(range.fromMs, 2, { attempts: [attempt(0, 'old')], state: 'pending' }),
        version(range.fromMs, 2, { attempts: [attempt(0, 'c'), 'no attempt'] }),
      ];
      await store.insert(sent);
      const keys = [sent[3]?.key, sent[0]?.key, sent[1]?.key].filter((key) => key !== undefined);
      const unknown = { ...version(range.fromMs, 0).key, spanId: 'f'.repeat(16) };
      const found = await store.ledger.attemptsOf([...keys, unknown]);
      expect(found.map((attempts) => attempts.map(({ endpoint }) => endpoint))).toEqual([['c'], ['a', 'b'], [], []]);
      await expect(store.ledger.attemptsOf([])).resolves.toEqual([]);
    });

    test('a price entry is found by its hash, however often it came, and is no record', async () => {
      const range = nextWindow();
      const priceContent = '{"entry":{"id":"€ \\"e\\""}}';
      const priceEntry = createHash('sha256').update(priceContent).digest('hex');
      const sent = [0, 1].map((index) => {
        const { key, durationNs } = version(range.fromMs, index);
        return { key, durationNs, attributes: { priceEntry, priceContent } };
      });
      await store.insert([...sent, version(range.fromMs, 2, { priceEntry })]);
      await expect(store.ledger.priceEntry(priceEntry)).resolves.toBe(priceContent);
      await expect(store.ledger.priceEntry('0'.repeat(64))).resolves.toBeNull();
      await expect(page({ range, filter: {}, limit: 10 })).resolves.toHaveLength(1);
    });

    test('every field of a record comes back as it was sent', async () => {
      const range = nextWindow();
      await store.insert([fullVersion(range.fromMs)]);
      const { records, next } = await store.ledger.list({ range, filter: {}, limit: 10 });
      expect(records).toEqual([fullRecord(range.fromMs)]);
      expect(next).toBeNull();
      expect(await store.ledger.record(fullVersion(range.fromMs).key)).toEqual(fullRecord(range.fromMs));
    });

    test('what was not reported is null, never 0', async () => {
      const range = nextWindow();
      await store.insert([version(range.fromMs, 1)]);
      const { records } = await store.ledger.list({ range, filter: {}, limit: 10 });
      const { cost, ...fields } = records[0]!;
      expect(Object.values(fields).filter((value) => value === 0 || value === '0')).toEqual([]);
      expect(fields).toMatchObject({ inputTokens: null, statusCode: null, endpoint: null, timeToFirstChunkMs: null });
      expect(Object.values(cost).map(({ nanoUsd }) => nanoUsd)).toEqual([null, null, null]);
    });

    test('a record that is not there is null', async () => {
      const { key } = version(nextWindow().fromMs, 1);
      expect(await store.ledger.record(key)).toBeNull();
      expect(await store.ledger.attempts(key)).toEqual([]);
    });

    test('a record is its newest version, in whatever order its versions arrived', async () => {
      const range = nextWindow();
      const at = (ms: number, state: string) =>
        version(range.fromMs, 1, { state, versionUnixMs: range.fromMs + ms, statusCode: ms });
      for (const arrived of [at(300, 'success'), at(100, 'pending'), at(400, 'streaming'), at(300, 'success')]) {
        await store.insert([arrived]);
      }
      expect(await store.ledger.record(at(0, '').key)).toMatchObject({ state: 'success', statusCode: 300 });
    });

    test('the attempts of a record come back in their order, once, though the record was sent twice', async () => {
      const range = nextWindow();
      const attempts = [
        { index: 0, retry: 0, state: 'failed', provider: 'openai', statusCode: 429, errorCode: 'rate_limit_exceeded' },
        { index: 0, retry: 1, state: 'failed', provider: 'openai', statusCode: 500, billed: 'no', durationMs: 12.5 },
        { index: 1, retry: 0, state: 'skipped', skipReason: 'capability_missing', capabilitiesRequired: ['tools'] },
        {
          index: 2,
          retry: 0,
          state: 'success',
          provider: '日本 "quoted"',
          usage: { inputTokens: 5 },
          paidNanoUsd: '12',
        },
      ];
      const sent = version(range.fromMs, 1, { attempts: attempts.map((attempt) => JSON.stringify(attempt)) });
      await store.insert([sent]);
      await store.insert([sent, version(range.fromMs, 2)]);
      expect(await store.ledger.attempts(sent.key)).toEqual(attempts);
    });

    test('records of two senders with the same ids are two, each with its own attempts, and pages lose none', async () => {
      const range = nextWindow();
      const from = (serviceInstanceId: string, costCharged: number) =>
        version(range.fromMs, 1, {
          serviceInstanceId,
          costCharged,
          attempts: [JSON.stringify({ index: 0, retry: 0, state: 'success', endpoint: serviceInstanceId })],
        });
      const { key } = from('b', 0);
      await store.insert([from('b', 5)]);
      await store.insert([from('a', 7), from('c', 1), version(range.fromMs, 0), version(range.fromMs, 2)]);
      const listed = await everyPage({ range, filter: {}, limit: 1 });
      expect(listed.map(({ sender, cost }) => [sender, cost.charged.nanoUsd])).toEqual([
        ['conformance', null],
        ['c', '1'],
        ['b', '5'],
        ['a', '7'],
        ['conformance', null],
      ]);
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({
        requests: 5,
        cost: { charged: { nanoUsd: '13', unknown: 2 } },
      });
      for (const sender of ['a', 'b', 'c']) {
        await expect(store.ledger.record({ ...key, sender })).resolves.toMatchObject({ sender });
        await expect(store.ledger.attempts({ ...key, sender })).resolves.toMatchObject([{ endpoint: sender }]);
      }
      await expect(store.ledger.record({ ...key, sender: 'x' })).resolves.toBeNull();
      await expect(store.ledger.record(key)).resolves.toMatchObject({ sender: 'a' });
      const senders = ['c', 'a', undefined, 'x'].map((sender) => ({ ...key, ...(sender && { sender }) }));
      const attempts = await store.ledger.attemptsOf(senders);
      expect(attempts.map(([first]) => first?.endpoint)).toEqual(['c', 'a', 'a', undefined]);
    });

    test('sums of the largest amounts and counts are exact', async () => {
      const range = nextWindow();
      const most = 10n ** 16n;
      const largest = { costList: most, costPaid: most, costCharged: most, inputTokens: 10 ** 12 };
      await store.insert(Array.from({ length: 1000 }, (_, index) => version(range.fromMs, index, largest)));
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({
        inputTokens: 1e15,
        cost: { charged: { nanoUsd: String(1000n * most), unknown: 0 }, paid: { nanoUsd: String(1000n * most) } },
      });
    });

    test('a running record without a new version for 90 seconds is lost; an ended one never is', async () => {
      const now = Date.now();
      const range = { fromMs: now - 600_000, toMs: now + 1 };
      const ages = { quiet: 95_000, alive: 30_000, ended: 500_000 };
      await store.insert([
        version(now - 590_000, 1, { state: 'streaming', versionUnixMs: now - ages.quiet, userId: 'quiet' }),
        version(now - 590_000, 2, { state: 'streaming', versionUnixMs: now - ages.alive, userId: 'alive' }),
        version(now - 590_000, 3, { state: 'success', versionUnixMs: now - ages.ended, userId: 'ended' }),
      ]);
      const { records } = await store.ledger.list({ range, filter: {}, limit: 10 });
      expect(records.map((record) => [record.userId, record.state])).toEqual([
        ['ended', 'success'],
        ['alive', 'streaming'],
        ['quiet', 'lost'],
      ]);
      expect(await store.ledger.totals({ range, filter: {} })).toMatchObject({ requests: 1, running: 2 });
    });

    test('the range is half open, to the nanosecond', async () => {
      const range = nextWindow();
      const at = (startUnixNano: bigint, index: number) => ({
        ...version(range.fromMs, index),
        key: { ...version(range.fromMs, index).key, startUnixNano: String(startUnixNano) },
      });
      const [from, to] = [BigInt(range.fromMs) * 1_000_000n, BigInt(range.toMs) * 1_000_000n];
      const inside = [at(to - 1n, 1), at(from, 2)];
      await store.insert([...inside, at(from - 1n, 3), at(to, 4)]);
      expect(await page({ range, filter: {}, limit: 10 })).toEqual(inside.map(({ key }) => idOf(key)));
      await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({ requests: 2 });
    });

    test('records whose matching versions were all replaced do not shorten a page', async () => {
      const range = nextWindow();
      const kept = Array.from({ length: 5 }, (_, i) => version(range.fromMs, i, { userId: 'kept' }));
      const moved = Array.from({ length: 400 }, (_, i) => version(range.fromMs, 100 + i, { userId: 'kept' }));
      await store.insert([...kept, ...moved]);
      await store.insert(
        moved.map((old) => ({ ...old, attributes: { ...old.attributes, userId: 'left', versionUnixMs: range.toMs } })),
      );
      const newestFirst = kept.map(({ key }) => idOf(key)).reverse();
      expect(await page({ range, filter: { search: 'kept' }, limit: 3 })).toEqual(newestFirst.slice(0, 3));
      expect(await page({ range, filter: { search: 'kept' }, limit: 50 })).toEqual(newestFirst);
    });

    test('a search that has been given up rejects as cancelled', async () => {
      const given = new AbortController();
      given.abort();
      const request = { range: nextWindow(), filter: {}, limit: 10, signal: given.signal };
      await expect(store.ledger.list(request)).rejects.toMatchObject({ name: 'StoreError', kind: 'cancelled' });
    });

    test('over any versions, replays and pages, lists and totals are those of the obvious reckoning', async () => {
      await fc.assert(
        fc.asyncProperty(arbitraryScenario(), async ({ batches, searches, recordTypes, limit }) => {
          const range = nextWindow();
          const naive = new NaiveLedger();
          for (const batch of batches.map((versions) => versions.map((version) => shifted(version, range.fromMs)))) {
            naive.insert(batch);
            await store.insert(batch);
          }
          for (const search of ['', ...searches]) {
            const filter: RecordFilter = { search, ...(recordTypes && { recordTypes }) };
            const expected = naive.list({ range, filter });
            const listed = await everyPage({ range, filter, limit });
            expect(listed.map(idOf)).toEqual(expected.map(({ key }) => idOf(key)));
            expect(listed.map(seen)).toEqual(expected.map(({ attributes }) => sent(attributes)));
            expect(await store.ledger.totals({ range, filter })).toEqual(naive.totals({ range, filter }));
          }
        }),
        { numRuns: 12 },
      );
    }, 300_000);

    async function everyPage(request: ListRequest): Promise<UsageRecord[]> {
      const records: UsageRecord[] = [];
      let before: RecordKey | null = null;
      do {
        const { records: some, next } = await store.ledger.list({ ...request, ...(before && { before }) });
        expect(some.length).toBeLessThanOrEqual(request.limit);
        records.push(...some);
        before = next;
      } while (before !== null);
      return records;
    }
  });
}
