import { version, type TestLedger } from './test-ledger.ts';

function attempts(...list: object[]): string[] {
  return list.map((one) => JSON.stringify({ index: 0, retry: 0, ...one }));
}

const OF_A = { provider: 'a', durationMs: 100 };
const FIRST = attempts(
  { ...OF_A, state: 'failed', billed: 'no' },
  { provider: 'c', state: 'skipped', skipReason: 'circuit_open' },
  { provider: 'b', state: 'success', durationMs: 100, firstChunkMs: 10, paidNanoUsd: '9007199254740993' },
  { provider: 'd', state: 'available' },
);
const SECOND = attempts(
  { ...OF_A, state: 'success', paidNanoUsd: '7' },
  { ...OF_A, state: 'cancelled', billed: 'possibly' },
);
const NO_ATTEMPTS = {
  ...{ attempts: 0, failed: 0, cancelled: 0, skipped: 0, paid: { nanoUsd: '0', unknown: 0 } },
  latency: { durationMs: null, firstChunkMs: null },
};

/** Tests the providers of attempts. */
export function describeAttemptProviders(store: TestLedger): void {
  describe('providers of attempts', () => {
    test('counts the attempts of ended calls by their provider, in each bucket and in all', async () => {
      const { fromMs, toMs } = store.nextWindow();
      await store.insert([
        version(fromMs, 1, { attempts: FIRST }),
        version(fromMs, 6000, { attempts: SECOND }),
        version(fromMs, 6001, { attempts: [...attempts({ state: 'success' }, { state: 'unheard of' }), 'no attempt'] }),
        version(fromMs, 6002, { state: 'streaming', attempts: attempts({ ...OF_A, state: 'failed' }) }),
      ]);
      const request = { filter: {}, bounds: [fromMs, fromMs + 5000, toMs], limit: 10 };
      const providers = await store.ledger.attemptProviders(request);
      const totals = providers.map(({ provider, total: { latency: _, ...counts } }) => ({ provider, ...counts }));
      const none = { attempts: 0, failed: 0, cancelled: 0, skipped: 0 };
      const one = { ...none, attempts: 1 };
      expect(totals).toEqual([
        { provider: 'a', attempts: 3, failed: 1, cancelled: 1, skipped: 0, paid: { nanoUsd: '7', unknown: 1 } },
        { provider: '', ...one, paid: { nanoUsd: '0', unknown: 1 } },
        { provider: 'b', ...one, paid: { nanoUsd: '9007199254740993', unknown: 0 } },
        { provider: 'c', ...none, skipped: 1, paid: { nanoUsd: '0', unknown: 0 } },
      ]);
      const [first, , second] = providers;
      expect(first?.points).toMatchObject([
        { attempts: 1, failed: 1 },
        { attempts: 2, failed: 0 },
      ]);
      expect(second?.points[1]).toEqual(NO_ATTEMPTS);
      expect(second?.total.latency.firstChunkMs?.p50).toBeCloseTo(10, 0);
      expect(await store.ledger.attemptProviders({ ...request, limit: 1 })).toEqual([first]);
      const filter = { conditions: [{ field: 'type' as const, values: ['usage'] }] };
      expect(await store.ledger.attemptProviders({ ...request, filter })).toEqual(providers);
    });

    test('the filter selects calls, and a newer version replaces the attempts', async () => {
      const { fromMs, toMs } = store.nextWindow();
      const sent = (index: number, group: string, provider: string, ms: number) =>
        version(fromMs, index, {
          group,
          versionUnixMs: fromMs + ms,
          attempts: attempts({ state: 'success', provider }),
        });
      const { attributes, ...ids } = sent(1, 'h', 'of another sender', 1);
      const sameIds = { ...ids, attributes: { ...attributes, serviceInstanceId: 'other' } };
      await store.insert([sent(1, 'g', 'old', 1), sent(2, 'h', 'other', 1), sameIds]);
      await store.insert([sent(1, 'g', 'new', 2)]);
      const filter = { conditions: [{ field: 'group' as const, values: ['g'] }] };
      const providers = await store.ledger.attemptProviders({ filter, bounds: [fromMs, toMs], limit: 10 });
      expect(providers.map(({ provider, total }) => [provider, total.attempts])).toEqual([['new', 1]]);
    });
  });
}
