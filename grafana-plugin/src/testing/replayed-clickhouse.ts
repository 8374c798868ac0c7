import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';

/** A row of ClickHouse's `FORMAT JSON`, by column name. */
export type Row = Readonly<Record<string, unknown>>;

/** A request as it arrives at the data source proxy. */
export interface StoreRequest {
  /** `ledger`, `attempts` or `traces`. */
  route: string;
  sql: string;
  parameters: URLSearchParams;
}

export interface StoreResponse {
  status: number;
  body: string;
}

export interface ReplayedRows {
  /** Rows of `usage_records`, newest first. */
  records?: readonly Row[];
  /** Rows of `record_attempts`. */
  attempts?: readonly Row[];
  /** Rows of the traces table. */
  traces?: readonly Row[];
  /** Rows of `settings`. */
  settings?: readonly Row[];
}

const TOTALS = [
  'requests',
  'failed',
  'running',
  'input_tokens_sum',
  'output_tokens_sum',
  'cache_read_tokens_sum',
  'cache_hits',
];
const ZEROS = [
  'cancelled',
  'inbound_requests',
  'events',
  'cache_write_tokens_sum',
  'top_up_nano_usd',
  'refund_nano_usd',
];
const AMOUNTS = ['list', 'paid', 'charged'];

/** Replays ClickHouse's HTTP interface: the rows of a test, in the response format of the plugin's queries. */
export class ReplayedClickHouse {
  readonly requests: StoreRequest[] = [];
  #rows: Required<ReplayedRows>;
  #delayMs = 0;
  readonly #failures: { matches: (request: StoreRequest) => boolean; response: StoreResponse }[] = [];
  #open: Promise<void> = Promise.resolve();

  constructor({ records = [], attempts = [], traces = [], settings = [] }: ReplayedRows = {}) {
    this.#rows = { records, attempts, traces, settings };
  }

  /** Responds to matching requests with `response` instead of rows, until `recover()`. */
  failWith(response: StoreResponse, matches: (request: StoreRequest) => boolean = () => true): void {
    this.#failures.push({ matches, response });
  }

  recover(): void {
    this.#failures.length = 0;
  }

  /** Inserts rows of `usage_records` before the others, or replaces those with the same span id. */
  insert(...rows: readonly Row[]): void {
    const inserted = new Map(rows.map((row) => [row['span_id'], row]));
    const records = this.#rows.records.map((row) => {
      const replacement = inserted.get(row['span_id']);
      inserted.delete(row['span_id']);
      return replacement ?? row;
    });
    this.#rows = { ...this.#rows, records: [...inserted.values(), ...records] };
  }

  /** Responds to each later request after `ms`. */
  slowDown(ms: number): void {
    this.#delayMs = ms;
  }

  /** Holds all responses until the returned function is called. */
  pause(): () => void {
    let resume = () => {};
    this.#open = new Promise((resolve) => {
      resume = resolve;
    });
    return resume;
  }

  async respond(request: StoreRequest): Promise<StoreResponse> {
    this.requests.push(request);
    await this.#open;
    if (this.#delayMs > 0) {
      await new Promise((resolve) => setTimeout(resolve, this.#delayMs));
    }
    const failure = this.#failures.find(({ matches }) => matches(request));
    return failure?.response ?? { status: 200, body: JSON.stringify({ data: this.#rowsFor(request) }) };
  }

  #rowsFor({ route, sql, parameters }: StoreRequest): readonly Row[] {
    if (route === 'traces') {
      return contentRows(this.#rows.traces, sql, parameters);
    }
    if (route === 'attempts') {
      return this.#rows.attempts;
    }
    if (sql.includes('.schema_version')) {
      return [{ version: LEDGER_SCHEMA_VERSION }];
    }
    if (sql.includes('.settings FINAL')) {
      return this.#rows.settings;
    }
    const found = this.#found(sql, parameters);
    if (sql.includes('AS minute_requests')) {
      return [{ requests: String(found.length), tokens: totalsOf(found)['input_tokens_sum'] }];
    }
    if (sql.includes('AS requests')) {
      return [totalsOf(found)];
    }
    if (sql.includes('AS duration_count')) {
      return [percentilesOf(found)];
    }
    if (sql.includes('AS bucket')) {
      return bucketsOf(found, parameters);
    }
    const versions = found.slice(0, Number(parameters.get('param_versions') ?? Infinity));
    const limit = parameters.get('param_records');
    if (limit === null && parameters.has('param_versions')) {
      return versions;
    }
    // A page also says how many versions it comes from.
    const ofPage = { versions: String(versions.length), last_version: versions.at(-1)?.['start_unix_nano'] };
    return versions.slice(0, Number(limit ?? 1)).map((row) => ({ ...row, ...ofPage }));
  }

  /** Rows that match the ids, the search and the page of a query. The time range is ignored. */
  #found(sql: string, parameters: URLSearchParams): readonly Row[] {
    const { records } = this.#rows;
    const before = parameters.get('param_before_span');
    const after = records.slice(before === null ? 0 : records.findIndex((row) => row['span_id'] === before) + 1);
    const spanId = parameters.get('param_span_id');
    const newest = parameters.get('param_before_start');
    const patterns = [...sql.matchAll(/search_text LIKE \{(\w+):String\}/g)].map(([, name]) =>
      parameters.get(`param_${name}`),
    );
    const states = [...sql.matchAll(/'success'\) = \{(\w+):String\}/g)].map(([, name]) =>
      parameters.get(`param_${name}`),
    );
    return after.filter(
      (row) =>
        (spanId === null || row['span_id'] === spanId) &&
        (newest === null || BigInt(String(row['start_unix_nano'])) <= BigInt(newest)) &&
        patterns.every((pattern) => isLike(row, pattern ?? '')) &&
        states.every((state) => row['state_now'] === state),
    );
  }
}

/** The rows of the traces table with the named attributes, or their sizes. */
function contentRows(rows: readonly Row[], sql: string, parameters: URLSearchParams): readonly Row[] {
  if (sql.includes('oldest_ms')) {
    return [{ has_rows: rows.length > 0 ? 1 : 0, oldest_ms: '0' }];
  }
  const names = parameters.get('param_names') ?? '';
  return rows.map(({ attributes }) => {
    const named = Object.entries(attributes as Row).filter(([name]) => names.includes(`'${name}'`));
    const value = (text: unknown) => (sql.includes('length(value)') ? String(String(text).length) : text);
    return { attributes: Object.fromEntries(named.map(([name, text]) => [name, value(text)])) };
  });
}

/** `LIKE` of the folded pattern on one of the columns that tests search. */
function isLike(row: Row, pattern: string): boolean {
  const words = pattern.split('%').map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  const expression = new RegExp(`^${words.join('.*')}$`, 'i');
  return ['endpoint', 'user_id', 'request_model', 'key_name'].some((column) => expression.test(String(row[column])));
}

/** Counts and sums, as ClickHouse returns them: 64 bit integers as text. */
function totalsOf(rows: readonly Row[]): Row {
  const sumOf = (column: string) => rows.reduce((sum, row) => sum + BigInt(String(row[column] ?? 0)), 0n).toString();
  const counts = [
    rows.length,
    rows.filter((row) => row['state_now'] === 'failed').length,
    0,
    sumOf('input_tokens'),
    sumOf('output_tokens'),
    sumOf('cache_read_tokens'),
    rows.filter((row) => Number(row['cache_read_tokens']) > 0).length,
  ].map(String);
  return {
    ...Object.fromEntries(ZEROS.map((column) => [column, '0'])),
    top_up_unknown: '0',
    refund_unknown: '0',
    ...Object.fromEntries(TOTALS.map((column, index) => [column, counts[index]])),
    ...Object.fromEntries(AMOUNTS.map((amount) => [`${amount}_nano_usd`, sumOf(`cost_${amount}_text`)])),
    ...Object.fromEntries(
      AMOUNTS.map((amount) => [
        `${amount}_unknown`,
        String(rows.filter((row) => row[`cost_${amount}_text`] === null).length),
      ]),
    ),
  };
}

/** Percentiles by the nearest rank. */
function percentilesOf(rows: readonly Row[]): Row {
  const columns = [
    ['duration_ns', 'duration'],
    ['time_to_first_chunk_ns', 'first_chunk'],
  ] as const;
  return Object.fromEntries(
    columns.flatMap(([column, name]) => {
      const values = rows.flatMap((row) => (row[column] == null ? [] : [Number(row[column])])).sort((a, b) => a - b);
      const at = (share: number) => values[Math.max(Math.ceil(share * values.length) - 1, 0)] ?? null;
      return [
        [`${name}_values`, [at(0.5), at(0.95), at(0.99)]],
        [`${name}_count`, String(values.length)],
      ];
    }),
  );
}

/** Counts of records in each bucket of a histogram, by outcome. */
function bucketsOf(rows: readonly Row[], parameters: URLSearchParams): Row[] {
  const [fromMs, bucketMs] = ['from_ms', 'bucket_ms'].map((name) => Number(parameters.get(`param_${name}`)));
  const counts = new Map<string, number>();
  for (const row of rows) {
    const startMs = Number(BigInt(String(row['start_unix_nano'])) / 1_000_000n);
    const bucket = Math.floor((startMs - (fromMs ?? 0)) / (bucketMs ?? 1));
    const key = `${bucket} ${String(row['state_now'])}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, records]) => {
    const [bucket, outcome] = key.split(' ');
    return { bucket: Number(bucket), outcome, records: String(records) };
  });
}
