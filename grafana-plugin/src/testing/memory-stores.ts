import type { Attempt, RecordKey, UsageRecord } from '@tokentrail/records';
import type { RecordContent, RecordPage, Totals } from '@tokentrail/usage-store';
import type { LedgerAccess } from '../store/LedgerProvider.tsx';
import type { Stores } from '../store/stores.ts';

export interface MemoryOptions {
  /** Newest first. */
  records?: readonly UsageRecord[];
  attempts?: Attempt[];
  content?: RecordContent | null;
}

/** Ledger and traces store in memory. Searches the endpoint only. `jest.spyOn` can delay or fail single methods. */
export function memoryStores({ records = [], attempts = [], content = null }: MemoryOptions = {}): Stores {
  const isSame = (record: UsageRecord, key: RecordKey) =>
    record.traceId === key.traceId && record.spanId === key.spanId;
  return {
    ledger: {
      capabilities: { totals: true, maxRangeMs: null },
      list: async ({ filter, limit, before }): Promise<RecordPage> => {
        const found = records.filter(({ endpoint }) => (endpoint ?? '').includes(filter.search ?? ''));
        const start = before === undefined ? 0 : found.findIndex((record) => isSame(record, before)) + 1;
        const page = found.slice(start, start + limit);
        return { records: page, next: found.length > start + limit ? (page.at(-1) ?? null) : null };
      },
      totals: async () => totalsOf(records),
      record: async (key) => records.find((record) => isSame(record, key)) ?? null,
      attempts: async () => attempts,
      attemptsOf: async (keys) => keys.map(() => attempts),
      priceEntry: async () => null,
      checkSchema: async () => undefined,
    },
    traces: { content: async () => content },
  };
}

function totalsOf(records: readonly UsageRecord[]): Totals {
  const amount = { nanoUsd: '0', unknown: 0 };
  return {
    requests: records.length,
    failed: records.filter(({ state }) => state === 'failed').length,
    running: 0,
    inputTokens: 0,
    outputTokens: 0,
    cost: { list: amount, paid: amount, charged: amount },
  };
}

/** Access to one data source with uid `memory`. */
export function memoryAccess(stores: Stores, overrides: Partial<LedgerAccess> = {}): LedgerAccess {
  return {
    dataSources: [{ uid: 'memory', name: 'Memory' }],
    openStores: () => Promise.resolve(stores),
    mayReadTraces: true,
    timeZone: 'utc',
    ...overrides,
  };
}
