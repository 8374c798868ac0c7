import fc from 'fast-check';
import type { RecordType } from '@tokentrail/records';
import type { LedgerCapabilities } from '../usage-ledger.ts';
import { windowId, type RecordAttributes, type RecordVersion } from './record-version.ts';

/**
 * Texts that are difficult for searches: wildcards, quotes, and characters with a meaning in SQL or tab-separated
 * formats.
 */
export const AWKWARD = [
  "it's",
  '100%',
  'a_b',
  'axb',
  'back\\slash',
  'tab\tline\n',
  '{x:String}',
  'Ärger',
  'A\u0308rger',
  'İstanbul',
  'ΟΔΟΣ',
  '日本',
  '-- ;',
  '"q"',
];
export const MODELS = ['gpt-4o', 'gpt-4o-mini', 'GPT-5', 'claude-sonnet-4-5', ...AWKWARD];
export const ENDPOINTS = [
  '/agents/1/invoke',
  '/v1/chat/completions',
  '/invoke/agents',
  '/v1/error-reports',
  ...AWKWARD,
];
export const ERROR_CODES = ['rate_limit_exceeded', 'error', ...AWKWARD];

const SEARCHES = [
  'agents/invoke',
  'AGENTS invoke',
  'post /agents',
  '"POST /agents/1"',
  'gpt mini',
  '4o',
  'error',
  '"error"',
  'errors',
  '429',
  '429 rate',
  '-429',
  '-gpt -claude',
  '%',
  '_',
  'a_b',
  '\\',
  "'",
  'back\\slash',
  '{x:String}',
  'ärger',
  'ÄRGER',
  'istanbul',
  'οδος',
  'οδοσ',
  '日',
  '--',
  'tab',
  'nothing has this',
  'REQ-1',
  'req-1',
  'req',
  'team=search',
  'search -stop',
  'model:GPT-4o,claude-sonnet-4-5',
  '-model:gpt-4o cost:>0',
  'cost:9007199.254740993',
  'tokens:<=1 gpt',
  'tokens:>1k',
  'duration:>1.4ms duration:<=2s',
  '-duration:<2ms',
  'state:lost,running',
  '-state:failed status:2xx',
  'status:429,5xx',
  'user:"" key:"team key"',
  'tag:"cost=α b"',
  'stream:yes',
  'type:usage,topup',
  'endpoint:"post /agents/1/invoke"',
  'user:İSTANBUL',
  'session:s-1',
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
    limit: fc.integer({ min: 2, max: 12 }),
  });
}

/** Moves a version to the window from `fromMs`. A version whose record is still running was created just now. */
export function inWindow(version: RecordVersion, fromMs: number): RecordVersion {
  const { key, attributes } = version;
  const isNew = attributes.userAgent === RUNNING_NOW;
  return {
    ...version,
    key: {
      ...key,
      startUnixNano: String(BigInt(key.startUnixNano) + BigInt(fromMs) * 1_000_000n),
      traceId: windowId(fromMs) + key.traceId.slice(16),
    },
    attributes: { ...attributes, versionUnixMs: Number(attributes.versionUnixMs) + (isNew ? STARTED_MS : fromMs) },
  };
}

/** The user agent of versions that are recent. */
const RUNNING_NOW = 'running now';
/** The same in the whole file, so that a replay is the same version. Records count as lost 90 s after it. */
const STARTED_MS = Date.now() + 240_000;

/** @param size Minimum number of versions, and number of different records. */
export function arbitraryBatches(
  capabilities: Pick<LedgerCapabilities, 'versions'>,
  size = { minVersions: 1, ids: 25 },
): fc.Arbitrary<RecordVersion[][]> {
  const arbitraryFields = fieldsOf(size.ids);
  const drawn = fc.record({
    fields: capabilities.versions ? arbitraryFields : arbitraryFields.filter(({ state }) => hasEnded(state)),
    /** Indexes of the batches it arrives in. More than one is a replay. */
    arrivals: fc.uniqueArray(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 3 }),
  });
  // Two different versions of a record never have the same millisecond. Without versions, a record has only one.
  const selector = ({ fields }: { fields: Fields }) =>
    capabilities.versions ? `${fields.id} ${fields.versionMs}` : String(fields.id);
  return fc
    .uniqueArray(drawn, { minLength: size.minVersions, maxLength: 80 + size.minVersions, selector })
    .map((versions) =>
      [0, 1, 2, 3, 4]
        .map((batch) =>
          versions.filter(({ arrivals }) => arrivals.includes(batch)).map(({ fields }) => versionOf(fields)),
        )
        .filter((batch) => batch.length > 0),
    );
}

const tokenCount = maybe([0, 1, 1000, 4096]);

const fieldsOf = (ids: number) =>
  fc.record({
    id: fc.integer({ min: 0, max: ids - 1 }),
    state: fc.constantFrom('pending', 'streaming', 'success', 'success', 'failed', 'cancelled'),
    recordType: fc.constantFrom('usage', 'usage', 'usage', 'usage', 'request', 'topup', 'refund', 'login'),
    versionMs: fc.integer({ min: 0, max: 5000 }),
    durationNs: fc.constantFrom(0n, 1_400_000n, 1_500_000n, 2_000_000n, 2_000_000_001n),
    userAgent: maybe([RUNNING_NOW, 'agent/1']),
    statusCode: maybe([200, 302, 400, 429, 499, 500]),
    requestModel: maybe(MODELS),
    targetModel: maybe(MODELS),
    responseModel: maybe(MODELS),
    provider: maybe(['openai', 'anthropic']),
    method: maybe(['POST', 'GET']),
    path: maybe(ENDPOINTS),
    userId: maybe(['u-1', 'anna', ...AWKWARD]),
    keyName: maybe(['team key', ...AWKWARD]),
    keyPreview: maybe(['sk-...1234', 'team key']),
    group: maybe(['search', 'Search']),
    source: maybe(['api_key', 'batch']),
    callType: maybe(['chat', 'embeddings']),
    deploymentEnvironment: maybe(['production', 'test']),
    tags: maybe([{ team: 'search' }, { team: 'Search', cost: 'α b' }, { 'a=b': 'c' }]).map(
      (tags) => tags && JSON.stringify(tags),
    ),
    sessionId: maybe(['s-1', 'S-1']),
    conversationId: maybe(['c-1']),
    clientAddress: maybe(['192.0.2.1', '192.0.2.11']),
    requestId: maybe(['req-1', 'REQ-1', 'req-2']),
    responseId: maybe(['resp-1']),
    finishReasons: maybe([['stop'], ['stop', 'length']]),
    stream: maybe([true]),
    timeToFirstChunk: maybe([0, 0.0001, 0.25]),
    attemptsRetried: maybe([true, false]),
    attemptsChangedKey: maybe([true, false]),
    attemptsFellBack: maybe([true, false]),
    errorType: maybe(['429', 'timeout']),
    errorCode: maybe(ERROR_CODES),
    inputTokens: tokenCount,
    outputTokens: tokenCount,
    cacheReadTokens: tokenCount,
    cacheWriteTokens: tokenCount,
    amountNanoUsd: maybe([-5n, 5_000_000_000n]),
    costList: amount,
    costCharged: amount,
  });

type Fields = ReturnType<typeof fieldsOf> extends fc.Arbitrary<infer T> ? T : never;

function versionOf({ id, versionMs, durationNs, ...attributes }: Fields): RecordVersion {
  const startMs = START_OFFSETS_MS[id % START_OFFSETS_MS.length] ?? 0;
  return {
    key: {
      startUnixNano: String(startMs * 1_000_000 + 7),
      traceId: String(id % 5).padStart(32, 'a'),
      spanId: String(id).padStart(16, 'b'),
    },
    durationNs,
    attributes: { ...withoutUndefined(attributes), versionUnixMs: versionMs },
  };
}

function hasEnded(state: string): boolean {
  return state !== 'pending' && state !== 'streaming';
}

function withoutUndefined(attributes: object): RecordAttributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));
}
