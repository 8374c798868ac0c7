/**
 * Which account may do what in the stores. The server's accounts (`accounts.sql`) and the checks of the embedded
 * engine's front are both derived from this list.
 */

import { FIELDS, MARGIN_FIELD_KEYS } from '@tokentrail/records';

export const LEDGER_DATABASE = 'tokentrail_ledger';
export const TRACES_DATABASE = 'tokentrail_traces';

/** The database of one ClickHouse endpoint. A server may hold both; the embedded engine runs one process for each. */
export type StoreRole = 'ledger' | 'traces';

export type AccountName =
  | 'tokentrail_writer'
  | 'tokentrail_repricer'
  | 'tokentrail_settings_writer'
  | 'tokentrail_data_manager'
  | 'tokentrail_ledger_reader'
  | 'tokentrail_attempts_reader'
  | 'tokentrail_traces_reader';

export interface TableGrant {
  readonly database: string;
  readonly table: string;
  /** Columns that it does not include. Default: none. */
  readonly hidden?: readonly string[];
}

export interface Account {
  readonly name: AccountName;
  /** Stores that have this account. */
  readonly stores: readonly StoreRole[];
  /** Tables it may select from. */
  readonly select: readonly TableGrant[];
  /** Tables it may insert into and describe. */
  readonly insert: readonly TableGrant[];
  /** Tables whose retention it may change. Default: none. */
  readonly retention?: readonly TableGrant[];
  /** Tables from which it may delete rows. Default: none. */
  readonly remove?: readonly TableGrant[];
}

function ledger(table: string): TableGrant {
  return { database: LEDGER_DATABASE, table };
}

const OTEL_TRACES: TableGrant = { database: TRACES_DATABASE, table: 'otel_traces' };

const RECORDS = ledger('usage_records');
const PRICE_ENTRIES = ledger('price_entries');
const FOR_VIEWERS = [RECORDS, PRICE_ENTRIES, ledger('processes'), ledger('settings'), ledger('schema_version')];

export const ACCOUNTS: readonly Account[] = [
  {
    name: 'tokentrail_writer',
    stores: ['ledger', 'traces'],
    select: [],
    insert: [ledger('landing'), ledger('price_entries'), OTEL_TRACES],
  },
  {
    // Reprices records whose cost was unknown; the views of `repriced` reject every other row.
    name: 'tokentrail_repricer',
    stores: ['ledger'],
    select: [],
    insert: [ledger('repriced')],
  },
  {
    name: 'tokentrail_settings_writer',
    stores: ['ledger'],
    select: [],
    insert: [ledger('settings')],
  },
  {
    // Removes data: by the retention, which it states in the settings, and of a person, whose rows it replaces. Restores an archive.
    name: 'tokentrail_data_manager',
    stores: ['ledger', 'traces'],
    select: [],
    insert: [ledger('settings'), RECORDS, ledger('record_attempts'), PRICE_ENTRIES, ledger('processes')],
    retention: [RECORDS, ledger('record_attempts'), ledger('processes'), OTEL_TRACES],
    remove: [OTEL_TRACES, RECORDS],
  },
  {
    name: 'tokentrail_ledger_reader',
    stores: ['ledger'],
    select: FOR_VIEWERS,
    insert: [],
  },
  {
    // Administrators, who also read everything that viewers read. `attempts` is a view that reads `record_attempts` with the
    // rights of the account that queries it.
    name: 'tokentrail_attempts_reader',
    stores: ['ledger'],
    select: [ledger('attempts'), ledger('record_attempts'), ...FOR_VIEWERS],
    insert: [],
  },
  {
    name: 'tokentrail_traces_reader',
    stores: ['traces'],
    select: [OTEL_TRACES],
    insert: [],
  },
];

/** Columns that show what the operator pays, or a price from which that follows. */
export const MARGIN_COLUMNS: readonly string[] = MARGIN_FIELD_KEYS.map((key) => FIELDS[key].column);

/**
 * The accounts of a ledger.
 *
 * @param hideMargin True: the ledger's reader, with which viewers read, sees of all amounts only what the caller is charged.
 */
export function accountsOf(hideMargin: boolean): readonly Account[] {
  return hideMargin ? ACCOUNTS.map(withoutMargin) : ACCOUNTS;
}

function withoutMargin(account: Account): Account {
  if (account.name !== 'tokentrail_ledger_reader') {
    return account;
  }
  const select = account.select.filter((grant) => grant !== PRICE_ENTRIES);
  return {
    ...account,
    select: select.map((grant) => (grant === RECORDS ? { ...grant, hidden: MARGIN_COLUMNS } : grant)),
  };
}

export function isReader(account: Account): boolean {
  return account.insert.length === 0;
}

/** Output formats of readers. */
export const READER_FORMATS: readonly string[] = [
  'JSON',
  'JSONCompact',
  'JSONEachRow',
  'CSV',
  'CSVWithNames',
  'Native',
  'Parquet',
  'TSVRaw',
];

/** Maximum number of queries one account may run at once; a further one is refused (code 202). */
export const READER_CONCURRENCY = 8;

/** Settings of every reader. No query can change them. */
export const READER_SETTINGS: Readonly<Record<string, number | string>> = {
  max_execution_time: 30,
  timeout_overflow_mode: 'throw',
  max_memory_usage: 1_000_000_000,
  max_threads: 2,
  max_rows_to_read: 200_000_000,
  read_overflow_mode: 'throw',
  max_result_rows: 1_000_000,
  max_result_bytes: 268_435_456,
  result_overflow_mode: 'throw',
  max_rows_in_join: 10_000_000,
  max_query_size: 262_144,
  max_parser_depth: 300,
  max_parser_backtracks: 100_000,
  max_ast_depth: 300,
  max_ast_elements: 10_000,
  max_expanded_ast_elements: 50_000,
  max_subquery_depth: 20,
  // Counts and money have 64 bits; as JSON numbers they would lose digits.
  output_format_json_quote_64bit_integers: 1,
};

/** Settings that only a server's HTTP interface needs; the embedded front always behaves like this. */
export const READER_SERVER_SETTINGS: Readonly<Record<string, number | string>> = {
  max_concurrent_queries_for_user: READER_CONCURRENCY,
  cancel_http_readonly_queries_on_client_close: 1,
  enable_http_compression: 1,
  http_write_exception_in_output_format: 0,
};

/** Settings of the writer. 0: a batch with many wrong times touches many partitions and must not be refused for it. */
export const WRITER_SETTINGS: Readonly<Record<string, number | string>> = {
  max_partitions_per_insert_block: 0,
  async_insert: 0,
  // Memory limit per query, so that a batch of 64 MiB bodies cannot exhaust the machine.
  max_memory_usage: 4_000_000_000,
};

/**
 * Maximum queries, and seconds of their running time, that one client of a server may use in a minute: half of what the account's
 * concurrent queries could use.
 */
export const READER_QUERIES_PER_MINUTE = 3_000;
export const READER_SECONDS_PER_MINUTE = (READER_CONCURRENCY / 2) * 60;

/**
 * Functions that readers may call, compared in lower case; operators appear under their function names. None of them
 * reads a file, a table, a dictionary, the server's state or the network, sleeps, takes another function's name as text,
 * or returns a text whose length is given by a number.
 */
export const READER_FUNCTIONS: ReadonlySet<string> = new Set(
  `
  equals notEquals less greater lessOrEquals greaterOrEquals and or xor not plus minus multiply divide intDiv modulo
  negate abs round roundDown floor ceil trunc sqrt exp log log2 log10 pow greatest least sign bitShiftLeft bitShiftRight bitAnd
  bitOr bitNot isFinite isNaN isInfinite ifNotFinite
  isNull isNotNull coalesce ifNull nullIf assumeNotNull toNullable isNotDistinctFrom if multiIf caseWithExpression
  in notIn nullIn notNullIn exists tuple tupleElement untuple array arrayElement map lambda
  like notLike ilike notILike match startsWith endsWith position positionCaseInsensitive positionUTF8
  positionCaseInsensitiveUTF8 multiSearchAny multiSearchAnyCaseInsensitive multiSearchAnyCaseInsensitiveUTF8
  hasToken hasTokenCaseInsensitive countSubstrings
  concat concatWithSeparator lower upper lowerUTF8 upperUTF8 length lengthUTF8 empty notEmpty substring substringUTF8
  left right trim trimBoth trimLeft trimRight replaceAll replaceOne replaceRegexpOne replaceRegexpAll extract
  normalizeUTF8NFKCCasefold toValidUTF8 isASCII
  splitByChar splitByString format reverse hex unhex base64Encode leftPad rightPad
  CAST _CAST accurateCast accurateCastOrNull toString toFixedString toInt8 toInt16 toInt32 toInt64 toInt128 toInt256 toUInt8
  toUInt16 toUInt32 toUInt64 toUInt128 toFloat32 toFloat64 toDecimal64 toDecimal128 toInt64OrNull toInt64OrZero
  toUInt64OrNull toUInt64OrZero toUInt16OrNull toFloat64OrNull toFloat64OrZero toBool toTypeName
  toDate toDate32 toDateTime toDateTime64 parseDateTime64BestEffort parseDateTime64BestEffortOrNull toUnixTimestamp
  toUnixTimestamp64Milli toUnixTimestamp64Micro toUnixTimestamp64Nano fromUnixTimestamp fromUnixTimestamp64Milli
  fromUnixTimestamp64Micro fromUnixTimestamp64Nano now now64 today yesterday toTimezone toStartOfInterval toStartOfSecond
  toStartOfMinute toStartOfFiveMinutes toStartOfTenMinutes toStartOfFifteenMinutes toStartOfHour toStartOfDay
  toStartOfWeek toStartOfMonth toStartOfQuarter toStartOfYear toYear toMonth toYYYYMM toYYYYMMDD toDayOfMonth
  toDayOfWeek toHour toMinute toSecond toMonday dateDiff dateTrunc dateAdd dateSub addNanoseconds addMilliseconds
  addSeconds addMinutes addHours addDays addWeeks addMonths subtractSeconds subtractMinutes subtractHours subtractDays
  subtractWeeks subtractMonths formatDateTime toIntervalNanosecond toIntervalMicrosecond toIntervalMillisecond
  toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek toIntervalMonth toIntervalQuarter
  toIntervalYear
  has hasAny hasAll indexOf arrayMap arrayFilter arrayExists arrayAll arrayCount arrayFirst arrayFirstIndex arraySum
  arrayMin arrayMax arrayAvg arrayJoin arrayEnumerate arraySort arrayReverseSort arrayDistinct arrayConcat arraySlice
  arrayStringConcat arrayUniq arrayZip arrayFlatten arrayReverse
  mapKeys mapValues mapContains mapFilter mapApply
  JSONExtract JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractBool JSONExtractRaw
  JSONExtractArrayRaw JSONExtractKeys JSONHas JSONLength JSONType isValidJSON toJSONString
  count countIf countDistinct countDistinctIf sum sumIf sumOrNull sumOrNullIf sumMap avg avgIf min minIf minOrNull max
  maxIf maxOrNull any anyIf anyLast argMin argMinIf argMax argMaxIf uniq uniqIf uniqExact uniqExactIf uniqCombined
  quantile quantileIf quantiles quantilesIf quantileExact quantileExactIf quantilesExact quantileTDigest
  quantilesTDigest quantilesTDigestIf quantilesDD quantilesDDIf quantileTiming quantilesTiming median medianIf stddevPop varPop groupArray
  groupArrayIf groupUniqArray groupUniqArrayIf topK topKIf histogram
  row_number rank dense_rank lagInFrame leadInFrame first_value last_value
  sipHash64
  version timezone ignore
  `
    .trim()
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
);

/** Functions that a ClickHouse client calls when it connects to insert. */
export const WRITER_FUNCTIONS: ReadonlySet<string> = new Set(['displayname', 'version', 'revision', 'timezone']);
