import type { ClickHouseTransport } from './transport.ts';
import { identifier } from './identifier.ts';
import { HAS_ENDED } from './outcome.ts';
import { runQuery, type Query, type Row } from './query.ts';

/** The usage of some attempts. Quantities are by kind: input, cached, written_5m, written_1h, output, tool. */
export interface UsagePortion {
  attempts: number;
  quantities: ReadonlyMap<string, bigint>;
  paidNanoUsd: bigint;
}

/** What attempts of one day × key × model × tier used, and what the ledger does not know of them. */
export interface AttemptUsage {
  /** `YYYY-MM-DD` in the zone of the request, by the start of the attempt. */
  day: string;
  /** Preview of the key, otherwise its name; empty if neither is known. */
  key: string;
  model: string;
  tier: string;
  /** Attempts with a known usage, and what they cost as far as it is known. */
  known: UsagePortion;
  /** Of these: without a price; at the two edges of the day. */
  unpriced: UsagePortion;
  nearStart: UsagePortion;
  nearEnd: UsagePortion;
  /** Possibly billed attempts, with the usage of the attempt that responded in the same call. */
  possiblyBilled: UsagePortion;
  /** Attempts with a response whose usage is unknown. */
  unknownUsage: number;
}

export interface AttemptUsageRequest {
  /** Names of the provider in attempts, such as `openai`. */
  providers: readonly string[];
  fromMs: number;
  toMs: number;
  /** IANA name of a time zone. */
  zone: string;
}

/** The bounds of the view `attempts`. */
const MAX_PAID = '10000000000000000';
const MAX_COUNT = '1000000000000';
/** A call this close to midnight may be counted to the other day. */
const EDGE_MS = 1_000;

/** What is read of an attempt. One extraction parses each text once. */
const READ =
  'Tuple(state Nullable(String), provider Nullable(String), model Nullable(String), responseModel Nullable(String), ' +
  'keyName Nullable(String), keyPreview Nullable(String), servedTier Nullable(String), requestedTier Nullable(String), ' +
  'offsetMs Nullable(Float64), durationMs Nullable(Float64), billed Nullable(String), paidNanoUsd Nullable(String), ' +
  'meters Map(String, Float64), units Map(String, Float64), conditions Map(String, String))';

const KINDS = ['input', 'cached', 'written_5m', 'written_1h', 'output', 'tool'] as const;

/** Columns of a usage's quantities by kind. Each meter includes its parts, which are taken off. */
function kindsOf(facts: string, prefix: string): string[] {
  const meter = (name: string): string =>
    `if(${facts}.meters['${name}'] BETWEEN 0 AND ${MAX_COUNT}, ${facts}.meters['${name}'], 0)`;
  const tools = `arraySum(arrayMap((name, count) -> if(match(name, '_(search|call|execution|source)$'), count, 0), mapKeys(${facts}.units), mapValues(${facts}.units)))`;
  const quantities: Record<(typeof KINDS)[number], string> = {
    input: `${meter('input')} - ${meter('cache_read')} - ${meter('cache_write')}`,
    cached: meter('cache_read'),
    written_5m: `${meter('cache_write')} - ${meter('cache_write:1h')}`,
    written_1h: meter('cache_write:1h'),
    output: meter('output'),
    tool: tools,
  };
  return KINDS.map((kind) => `toUInt64(greatest(0, ${quantities[kind]})) AS ${prefix}_${kind}`);
}

const LOCAL_DAY = (unixMs: string): string => `toDate(fromUnixTimestamp64Milli(${unixMs}, {zone:String}))`;

const VALUES = [
  'toUnixTimestamp64Milli(start_time) + toInt64(ifNull(facts.offsetMs, 0)) AS start_ms',
  'start_ms + toInt64(ifNull(facts.durationMs, 0)) AS end_ms',
  `${LOCAL_DAY('start_ms')} AS day`,
  "if(ifNull(facts.keyPreview, '***') != '***', assumeNotNull(facts.keyPreview), ifNull(facts.keyName, '')) AS key",
  "ifNull(facts.responseModel, ifNull(facts.model, '')) AS model",
  "lower(ifNull(facts.servedTier, ifNull(facts.requestedTier, ''))) AS stated",
  "multiIf(facts.conditions['batch'] = 'true', 'batch', stated IN ('', 'default', 'auto'), 'standard', stated) AS tier",
  "accurateCastOrNull(facts.paidNanoUsd, 'Int64') AS reported",
  `if(reported BETWEEN 0 AND ${MAX_PAID}, reported, NULL) AS paid`,
  "ifNull(facts.billed, 'yes') AS billed",
  ...kindsOf('facts', 'own'),
  ...kindsOf('sibling', 'sibling'),
  `ifNull(accurateCastOrNull(sibling.paidNanoUsd, 'Int64'), 0) AS sibling_paid`,
  "billed = 'yes' AND (length(facts.meters) > 0 OR isNotNull(paid)) AS is_known",
  `is_known AND (${LOCAL_DAY('end_ms')} != day OR ${LOCAL_DAY(`start_ms + ${EDGE_MS}`)} != day) AS is_near_end`,
  `is_known AND ${LOCAL_DAY(`start_ms - ${EDGE_MS}`)} != day AS is_near_start`,
].join(', ');

/** Columns of a portion: the attempts for which `condition` holds. */
function portion(name: string, condition: string, paid = 'ifNull(paid, 0)', prefix = 'own'): string {
  return [
    `countIf(${condition}) AS ${name}_attempts`,
    `sumIf(${paid}, ${condition}) AS ${name}_paid`,
    ...KINDS.map((kind) => `sumIf(${prefix}_${kind}, ${condition}) AS ${name}_${kind}`),
  ].join(', ');
}

const FIGURES = [
  portion('known', 'is_known'),
  portion('unpriced', 'is_known AND isNull(paid)'),
  portion('near_start', 'is_near_start'),
  portion('near_end', 'is_near_end'),
  portion('possibly', "billed = 'possibly'", 'sibling_paid', 'sibling'),
  "countIf(billed = 'yes' AND NOT is_known) AS unknown_usage",
].join(', ');

/**
 * Reads the usage of the attempts of a range, for comparing it with an invoice. Calls that are running do not count.
 * @param transport Of the account that reads attempts.
 * @throws StoreError
 */
export async function readAttemptUsage(
  transport: ClickHouseTransport,
  request: AttemptUsageRequest,
  database = 'tokentrail_ledger',
): Promise<AttemptUsage[]> {
  const rows = await runQuery(transport, usageQuery(identifier(database), request));
  return rows.map(usageOf);
}

/** An attempt may start long after its record: the records of a day more are read. */
const RECORD_MARGIN_MS = 86_400_000;

function usageQuery(database: string, { providers, fromMs, toMs, zone }: AttemptUsageRequest): Query {
  const responded = "arrayElement(arrayFilter(one -> JSONExtractString(one, 'state') = 'success', attempts), -1)";
  const texts =
    `SELECT start_time, JSONExtract(attempt, '${READ}') AS facts, JSONExtract(responded, '${READ}') AS sibling ` +
    `FROM (SELECT start_time, attempts, ${responded} AS responded FROM ${database}.record_attempts FINAL WHERE ${HAS_ENDED} ` +
    'AND start_time >= fromUnixTimestamp64Milli({read_from_ms:Int64}) AND start_time < fromUnixTimestamp64Milli({to_ms:Int64})) ' +
    'ARRAY JOIN attempts AS attempt';
  const sent = "facts.state IN ('success', 'failed', 'cancelled') AND ifNull(facts.billed, '') != 'no'";
  const counted = `${sent} AND facts.provider IN {providers:Array(String)} AND start_ms >= {from_ms:Int64} AND start_ms < {to_ms:Int64}`;
  return {
    sql: `SELECT toString(day) AS day, key, model, tier, ${FIGURES} FROM (SELECT ${VALUES}, facts FROM (${texts})) WHERE ${counted} GROUP BY day, key, model, tier`,
    parameters: {
      providers,
      from_ms: fromMs,
      to_ms: toMs,
      read_from_ms: fromMs - RECORD_MARGIN_MS,
      zone,
    },
  };
}

function usageOf(row: Row): AttemptUsage {
  return {
    day: String(row['day']),
    key: String(row['key']),
    model: String(row['model']),
    tier: String(row['tier']),
    known: portionOf(row, 'known'),
    unpriced: portionOf(row, 'unpriced'),
    nearStart: portionOf(row, 'near_start'),
    nearEnd: portionOf(row, 'near_end'),
    possiblyBilled: portionOf(row, 'possibly'),
    unknownUsage: Number(row['unknown_usage']),
  };
}

function portionOf(row: Row, name: string): UsagePortion {
  const kinds = KINDS.map((kind) => [kind, BigInt(String(row[`${name}_${kind}`]))] as const);
  return {
    attempts: Number(row[`${name}_attempts`]),
    quantities: new Map(kinds.filter(([, count]) => count > 0n)),
    paidNanoUsd: BigInt(String(row[`${name}_paid`])),
  };
}
