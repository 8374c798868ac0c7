import { createHash } from 'node:crypto';
import { isSameVersion } from '../clickhouse/record-version.ts';
import { idOf } from '../record-id.ts';
import { sampleDetail } from '@tokentrail/records';
import { fullRecord, fullVersion } from './full-record.ts';
import { version, type TestLedger } from './test-ledger.ts';

/** Tests what the ledger returns for one record. */
export function describeRecords(store: TestLedger): void {
  describe('a record', () => {
    test('returns every field of a record as it was sent', async () => {
      const range = store.nextWindow();
      await store.insert([fullVersion(range.fromMs)]);
      const { records, next } = await store.ledger.list({ range, filter: {}, limit: 10 });
      const expected = { ...fullRecord(range.fromMs), receivedAtMs: expect.any(Number) as number };
      expect(records).toEqual([expected]);
      expect(next).toBeNull();
      const { key } = fullVersion(range.fromMs);
      expect(await store.ledger.record(key)).toEqual(expected);
      const { version: _version, ...whole } = (await store.ledger.whole(key))!;
      expect(whole).toEqual({ record: expected, detail: sampleDetail() });
    });

    test('returns null, never 0, for a field that was not reported', async () => {
      const range = store.nextWindow();
      await store.insert([version(range.fromMs, 1)]);
      const { records } = await store.ledger.list({ range, filter: {}, limit: 10 });
      const { cost, ...fields } = records[0]!;
      expect(Object.values(fields).filter((value) => value === 0 || value === '0')).toEqual([]);
      expect(fields).toMatchObject({ inputTokens: null, statusCode: null, endpoint: null, timeToFirstChunkMs: null });
      expect(Object.values(cost).map(({ nanoUsd }) => nanoUsd)).toEqual([null, null, null]);
      const { detail } = (await store.ledger.whole(version(range.fromMs, 1).key))!;
      expect(detail).toMatchObject({
        audioInputTokens: null,
        serverPort: null,
        requestParameters: {},
        unreadable: [],
      });
    });

    test('returns many records in the order of their keys, and null for a missing one', async () => {
      const range = store.nextWindow();
      const sent = Array.from({ length: 500 }, (_, index) => version(range.fromMs, index, { userId: `u-${index}` }));
      await store.insert(sent);
      const keys = [...sent, version(range.fromMs, 9000)].map(({ key }) => key).reverse();
      const records = await store.ledger.records(keys);
      expect(records.map((record) => record && idOf(record))).toEqual([null, ...keys.slice(1).map(idOf)]);
      expect(records.at(-1)).toMatchObject({ userId: 'u-0' });
      expect(await store.ledger.records([])).toEqual([]);
    });

    test('returns null for a missing record', async () => {
      const { key } = version(store.nextWindow().fromMs, 1);
      expect(await store.ledger.record(key)).toBeNull();
      expect(await store.ledger.whole(key)).toBeNull();
      expect(await store.ledger.attempts(key)).toEqual([]);
    });
  });
}

/** Tests records that were sent more than once, each time in another version. */
export function describeVersions(store: TestLedger): void {
  describe('versions', () => {
    testVersionOfAttempts(store);

    test('fills a page although the matching versions of other records were replaced', async () => {
      const range = store.nextWindow();
      const kept = Array.from({ length: 5 }, (_, i) => version(range.fromMs, i, { userId: 'kept' }));
      const moved = Array.from({ length: 400 }, (_, i) => version(range.fromMs, 100 + i, { userId: 'kept' }));
      await store.insert([...kept, ...moved]);
      await store.insert(
        moved.map((old) => ({ ...old, attributes: { ...old.attributes, userId: 'left', versionUnixMs: range.toMs } })),
      );
      const newestFirst = kept.map(({ key }) => idOf(key)).reverse();
      expect(await store.page({ range, filter: { search: 'kept' }, limit: 3 })).toEqual(newestFirst.slice(0, 3));
      expect(await store.page({ range, filter: { search: 'kept' }, limit: 50 })).toEqual(newestFirst);
    });

    test('returns the newest version of a record, in any order of arrival', async () => {
      const range = store.nextWindow();
      const at = (ms: number, state: string) =>
        version(range.fromMs, 1, { state, versionUnixMs: range.fromMs + ms, statusCode: ms });
      for (const arrived of [at(300, 'success'), at(100, 'pending'), at(400, 'streaming'), at(300, 'success')]) {
        await store.insert([arrived]);
      }
      expect(await store.ledger.record(at(0, '').key)).toMatchObject({ state: 'success', statusCode: 300 });
      const [record] = await store.ledger.records([at(0, '').key]);
      expect(record).toMatchObject({ state: 'success', statusCode: 300 });
    });

    test('reports a running record as lost after 90 seconds without a new version; an ended one never', async () => {
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
      if (store.capabilities.totals) {
        expect(await store.ledger.totals({ range, filter: {} })).toMatchObject({ requests: 1, running: 2 });
      }
    });
  });
}

function testVersionOfAttempts(store: TestLedger): void {
  test('returns a record and its attempts with the version that both belong to', async () => {
    const range = store.nextWindow();
    const at = (statusCode: number, state: string) =>
      version(range.fromMs, 1, {
        state,
        statusCode,
        versionUnixMs: range.fromMs + statusCode,
        attempts: [JSON.stringify({ index: 0, retry: 0, state, statusCode })],
      });
    const { key } = at(0, '');
    const read = async () => {
      const whole = await store.ledger.whole(key);
      const { attempts, version: ofAttempts } = await store.ledger.versionedAttempts(key);
      expect(attempts.map(({ statusCode }) => statusCode)).toEqual([whole?.record.statusCode]);
      expect(isSameVersion(whole!.version, ofAttempts)).toBe(true);
      return whole!.version;
    };
    await store.insert([at(100, 'streaming')]);
    const running = await read();
    await store.insert([at(200, 'success')]);
    const ended = await read();
    expect(isSameVersion(running, ended)).toBe(false);
  });
}

export function describePriceEntries(store: TestLedger): void {
  describe('price entries', () => {
    test('finds a price entry by its hash, even if it was sent twice, and lists it as no record', async () => {
      const range = store.nextWindow();
      const priceContent = '{"entry":{"id":"€ \\"e\\""}}';
      const priceEntry = createHash('sha256').update(priceContent).digest('hex');
      const sent = [0, 1].map((index) => {
        const { key, durationNs } = version(range.fromMs, index);
        return { key, durationNs, attributes: { priceEntry, priceContent } };
      });
      await store.insert([...sent, version(range.fromMs, 2, { priceEntry })]);
      await expect(store.ledger.priceEntry(priceEntry)).resolves.toBe(priceContent);
      await expect(store.ledger.priceEntry('0'.repeat(64))).resolves.toBeNull();
      await expect(store.page({ range, filter: {}, limit: 10 })).resolves.toHaveLength(1);
    });
  });
}
