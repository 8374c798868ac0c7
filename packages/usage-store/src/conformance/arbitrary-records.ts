import fc from 'fast-check';
import type { RecordType } from '@tokentrail/records';
import type { LedgerCapabilities } from '../usage-ledger.ts';
import { windowId, type RecordAttributes, type RecordVersion } from './record-version.ts';

/**
 * Texts that are difficult for searches: wildcards, quotes, and characters with a meaning in SQL or tab-separated
 * formats.
 */
const AWKWARD = [
  "it's",
  '100%',
  'a_b',
  'axb',
  'back\\slash',
  'tab\tline\n',
  '{x:String}',
  'Ärger',
  '日本',
  '-- ;',
  '"q"',
];
const MODELS = ['gpt-4o', 'gpt-4o-mini', 'GPT-5', 'claude-sonnet-4-5', ...AWKWARD];
const ENDPOINTS = ['/agents/1/invoke', '/v1/chat/completions', '/invoke/agents', '/v1/error-reports', ...AWKWARD];
const ERROR_CODES = ['rate_limit_exceeded', 'error', ...AWKWARD];

const SEARCHES = [
  'agents/invoke',
  'AGENTS invoke',
  'gpt mini',
  '4o',
  'error',
  'errors',
  '429',
  '429 rate',
  '%',
  '_',
  'a_b',
  '\\',
  "'",
  'back\\slash',
  '{x:String}',
  'ärger',
  '日',
  '--',
  'nothing has this',
];

/** Few values, so that several records start at the same nanosecond. */
const START_OFFSETS_MS = [0, 1, 1, 2, 500, 999];

const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const amount = fc.option(fc.constantFrom(0n, 1n, 9_007_199_254_740_993n, 21_900_000n), { nil: undefined });

/** A store's history and the queries to run on it. Times count from 0; `inWindow` moves them into a test's window. */
export interface Scenario {
  /** Versions of records in the order of their arrival, including replays. */
  batches: RecordVersion[][];
  searches: string[];
  recordTypes: RecordType[] | undefined;
  limit: number;
}

export function arbitraryScenario(capabilities: Pick<LedgerCapabilities, 'versions'>): fc.Arbitrary<Scenario> {
  return fc.record({
    batches: arbitraryBatches(capabilities),
    searches: fc.uniqueArray(fc.constantFrom(...SEARCHES), { minLength: 3, maxLength: 5 }),
    recordTypes: fc.constantFrom(undefined, ['usage' as const], ['usage' as const, 'request' as const]),
    limit: fc.integer({ min: 1, max: 12 }),
  });
}

export function inWindow(version: RecordVersion, fromMs: number): RecordVersion {
  const { key, attributes } = version;
  return {
    ...version,
    key: {
      ...key,
      startUnixNano: String(BigInt(key.startUnixNano) + BigInt(fromMs) * 1_000_000n),
      traceId: windowId(fromMs) + key.traceId.slice(16),
    },
    attributes: { ...attributes, versionUnixMs: Number(attributes.versionUnixMs) + fromMs },
  };
}

function arbitraryBatches(capabilities: Pick<LedgerCapabilities, 'versions'>): fc.Arbitrary<RecordVersion[][]> {
  const drawn = fc.record({
    fields: capabilities.versions ? arbitraryFields : arbitraryFields.filter(({ state }) => hasEnded(state)),
    /** Indexes of the batches it arrives in. More than one is a replay. */
    arrivals: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
  });
  // Two different versions of a record never have the same millisecond. Without versions, a record has only one.
  const selector = ({ fields }: { fields: Fields }) =>
    capabilities.versions ? `${fields.id} ${fields.versionMs}` : String(fields.id);
  return fc
    .uniqueArray(drawn, { minLength: 1, maxLength: 80, selector })
    .map((versions) =>
      [0, 1, 2, 3, 4]
        .map((batch) =>
          versions.filter(({ arrivals }) => arrivals.includes(batch)).map(({ fields }) => versionOf(fields)),
        )
        .filter((batch) => batch.length > 0),
    );
}

const arbitraryFields = fc.record({
  id: fc.integer({ min: 0, max: 24 }),
  state: fc.constantFrom('pending', 'streaming', 'success', 'failed', 'cancelled'),
  recordType: fc.constantFrom('usage', 'usage', 'usage', 'request', 'topup'),
  versionMs: fc.integer({ min: 0, max: 5000 }),
  statusCode: maybe([200, 400, 429, 500]),
  requestModel: maybe(MODELS),
  responseModel: maybe(MODELS),
  path: maybe(ENDPOINTS),
  userId: maybe(['u-1', 'anna', ...AWKWARD]),
  keyName: maybe(['team key', ...AWKWARD]),
  errorCode: maybe(ERROR_CODES),
  inputTokens: maybe([0, 1, 4096]),
  costList: amount,
  costCharged: amount,
});

type Fields = typeof arbitraryFields extends fc.Arbitrary<infer T> ? T : never;

function versionOf({ id, versionMs, ...attributes }: Fields): RecordVersion {
  const startMs = START_OFFSETS_MS[id % START_OFFSETS_MS.length] ?? 0;
  return {
    key: {
      startUnixNano: String(startMs * 1_000_000 + 7),
      traceId: String(id % 5).padStart(32, 'a'),
      spanId: String(id).padStart(16, 'b'),
    },
    durationNs: 1_500_000n,
    attributes: { ...withoutUndefined(attributes), versionUnixMs: versionMs },
  };
}

function hasEnded(state: string): boolean {
  return state !== 'pending' && state !== 'streaming';
}

function withoutUndefined(attributes: object): RecordAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
