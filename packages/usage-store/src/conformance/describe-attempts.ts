import { version, type TestLedger } from './test-ledger.ts';

/** Tests the order of attempts. */
export function describeAttempts(store: TestLedger): void {
  describe('attempts', () => {
    test('returns the attempts of many records in the order of the keys', async () => {
      const range = store.nextWindow();
      const attempt = (index: number, endpoint: string) =>
        JSON.stringify({ index, retry: 0, state: 'success', endpoint });
      const sent = [
        version(range.fromMs, 0, { attempts: [attempt(0, 'a'), attempt(1, 'b')] }),
        version(range.fromMs, 1),
        version(range.fromMs, 2, { attempts: [attempt(0, 'c'), 'no attempt'] }),
      ];
      const replaced = version(range.fromMs, 2, { attempts: [attempt(0, 'old')], state: 'pending' });
      await store.insert([...(store.capabilities.versions ? [replaced] : []), ...sent]);
      const keys = [2, 0, 1].map((index) => version(range.fromMs, index).key);
      const unknown = { ...version(range.fromMs, 0).key, spanId: 'f'.repeat(16) };
      const found = await store.ledger.attemptsOf([...keys, unknown]);
      expect(found.map((attempts) => attempts.map(({ endpoint }) => endpoint))).toEqual([['c'], ['a', 'b'], [], []]);
      await expect(store.ledger.attemptsOf([])).resolves.toEqual([]);
    });

    test('returns the attempts of a record in order and once, though the record was sent twice', async () => {
      const range = store.nextWindow();
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

    describeAttemptIds(store);
  });
}

function describeAttemptIds(store: TestLedger): void {
  if (store.capabilities.attemptIds) {
    test('finds the newest records with an attempt of an id, in the range', async () => {
      const { fromMs, toMs } = store.nextWindow();
      const attempt = (requestId: string) => JSON.stringify({ index: 0, retry: 0, state: 'success', requestId });
      const [other, older, newer] = [
        version(fromMs, 1, { attempts: [attempt('req_10')] }),
        version(fromMs, 2, { attempts: [attempt('req_7'), attempt('req_1')] }),
        version(fromMs, 3, { attempts: [attempt('req_1')] }),
      ];
      await store.insert([other, older, newer]);
      const find = async (from: number, limit: number) => {
        const request = { requestId: 'req_1', range: { fromMs: from, toMs }, limit };
        return (await store.ledger.keysOfAttempt(request)).map(({ spanId }) => spanId);
      };
      expect(await find(fromMs, 10)).toEqual([newer.key.spanId, older.key.spanId]);
      expect(await find(fromMs, 1)).toEqual([newer.key.spanId]);
      expect(await find(fromMs + 4, 10)).toEqual([]);
    });
  }
}

/** Tests records of several senders that share all ids. */
export function describeSenders(store: TestLedger): void {
  describe('senders', () => {
    test('keeps records of several senders with the same ids apart, with their own attempts, on every page', async () => {
      const range = store.nextWindow();
      const from = (serviceInstanceId: string, costCharged: number) =>
        version(range.fromMs, 1, {
          serviceInstanceId,
          costCharged,
          attempts: [JSON.stringify({ index: 0, retry: 0, state: 'success', endpoint: serviceInstanceId })],
        });
      const { key } = from('b', 0);
      await store.insert([from('b', 5)]);
      await store.insert([from('a', 7), from('c', 1), version(range.fromMs, 0), version(range.fromMs, 2)]);
      const listed = await store.everyPage({ range, filter: {}, limit: 1 });
      expect(listed.map(({ sender, cost }) => [sender, cost.charged.nanoUsd])).toEqual([
        ['conformance', null],
        ['c', '1'],
        ['b', '5'],
        ['a', '7'],
        ['conformance', null],
      ]);
      if (store.capabilities.totals) {
        await expect(store.ledger.totals({ range, filter: {} })).resolves.toMatchObject({
          requests: 5,
          cost: { charged: { nanoUsd: '13', unknown: 2 } },
        });
      }
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
  });
}
