import { ATTRIBUTES, decodeAttempt, type Attempt, type RecordKey, type UsageRecord } from '@tokentrail/records';
import { StoreError } from '../store-error.ts';
import type { LedgerCapabilities, UsageLedger } from '../usage-ledger.ts';
import { MAX_RANGE_MS, listRecords } from './list-records.ts';
import { detailOf, recordOf } from './record-of-span.ts';
import { requestJson } from './request.ts';
import { ledgerTraceId } from './span.ts';
import { readSpan } from './trace-by-id.ts';
import type { TempoTransport } from './transport.ts';

export interface TempoLedgerOptions {
  /** Transport to the tenant in which every record is a trace of its own, without content and attempts. */
  ledger: TempoTransport;
  /** Transport to the tenant that has the complete records. */
  traces: TempoTransport;
}

const CAPABILITIES: LedgerCapabilities = {
  totals: false,
  percentiles: false,
  histogram: false,
  distinct: false,
  groups: false,
  series: false,
  sorts: ['time'],
  maxRangeMs: MAX_RANGE_MS,
  versions: false,
  senders: false,
  margin: true,
  priceEntries: false,
  attemptIds: false,
  processes: false,
  settings: false,
};

/** Creates the ledger on Tempo: lists of recent records, and single records. */
export function tempoLedger({ ledger, traces }: TempoLedgerOptions): UsageLedger {
  const attempts = (key: RecordKey, signal?: AbortSignal) => readAttempts(traces, key, signal);
  const record = async (key: RecordKey, signal?: AbortSignal): Promise<UsageRecord | null> => {
    const span = await readSpan(ledger, ledgerTraceId(key), key, signal);
    return span === undefined ? null : recordOf(span);
  };
  return {
    capabilities: CAPABILITIES,

    list: (request) => listRecords(ledger, request),

    totals: () => unsupported('Tempo cannot sum records exactly. Use ClickHouse for totals.'),

    percentiles: () => unsupported('Tempo has no percentiles of records. Use ClickHouse for them.'),

    histogram: () => unsupported('Tempo cannot count records exactly. Use ClickHouse for histograms.'),

    distinct: () => unsupported('Tempo cannot count values exactly. Use ClickHouse for suggestions.'),

    errors: () => unsupported('Tempo cannot count records exactly. Use ClickHouse for errors.'),

    groups: () => unsupported('Tempo cannot sum records exactly. Use ClickHouse for groups.'),

    series: () => unsupported('Tempo cannot sum records exactly. Use ClickHouse for series.'),

    latency: () => unsupported('Tempo has no percentiles of records. Use ClickHouse for them.'),

    hoursOfWeek: () => unsupported('Tempo cannot sum records exactly. Use ClickHouse for hours of the week.'),

    keysOfAttempt: () => unsupported('Tempo cannot search the ids of attempts. Use ClickHouse for them.'),

    attemptProviders: () => unsupported('Tempo cannot count attempts exactly. Use ClickHouse for providers.'),

    record,

    records: (keys, signal) => Promise.all(keys.map((key) => record(key, signal))),

    async whole(key, signal) {
      const span = await readSpan(ledger, ledgerTraceId(key), key, signal);
      return span === undefined ? null : { record: recordOf(span), detail: detailOf(span), version: null };
    },

    attempts,

    versionedAttempts: async (key, signal) => ({ attempts: await attempts(key, signal), version: null }),

    attemptsOf: (keys, signal) => Promise.all(keys.map((key) => attempts(key, signal))),

    priceEntry: () => unsupported('Tempo has no price entries. Use ClickHouse for them.'),

    processes: () => unsupported('Tempo has no process records. Use ClickHouse for them.'),

    settings: () => unsupported('Tempo has no settings. Use ClickHouse for them.'),

    /** Tempo has no schema. The request checks that it responds to this tenant. */
    async checkSchema(signal) {
      await requestJson(ledger, { path: 'search', query: { q: '{}', limit: '1' }, ...(signal && { signal }) });
    },
  };
}

async function readAttempts(traces: TempoTransport, key: RecordKey, signal?: AbortSignal): Promise<Attempt[]> {
  const span = await readSpan(traces, key.traceId, key, signal);
  const texts = span?.attributes.get(ATTRIBUTES.attempts.name);
  return Array.isArray(texts) ? texts.map((text) => decodeAttempt(String(text))).filter((one) => one !== null) : [];
}

function unsupported(message: string): Promise<never> {
  return Promise.reject(new StoreError('failed', message));
}
