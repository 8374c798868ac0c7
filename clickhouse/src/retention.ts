import { RETENTION_CLASSES, type RetentionClass } from '@tokentrail/records';

/** When the rows of a class expire. */
interface Expiry {
  readonly table: string;
  /** Column whose time the days count from. */
  readonly since: string;
  /** Rows of the table that belong to the class. Default: all. */
  readonly where?: string;
}

const EVENTS = "'system', 'manage', 'login'";

const EXPIRIES: Readonly<Record<RetentionClass, Expiry>> = {
  usage: { table: 'usage_records', since: 'start_time', where: "record_type = 'usage'" },
  request: { table: 'usage_records', since: 'start_time', where: "record_type = 'request'" },
  event: { table: 'usage_records', since: 'start_time', where: `record_type IN (${EVENTS})` },
  other: { table: 'usage_records', since: 'start_time', where: `record_type NOT IN ('usage', 'request', ${EVENTS})` },
  attempts: { table: 'record_attempts', since: 'start_time' },
  processes: { table: 'processes', since: 'reported_at' },
};

/** Days after which the rows of each class expire. */
export type RetentionDays = Readonly<Record<RetentionClass, number>>;

/** Those of a new ledger. */
export const RETENTION_DAYS: RetentionDays = {
  usage: 400,
  request: 400,
  event: 400,
  other: 400,
  attempts: 400,
  processes: 400,
};

/** Days after which spans with content expire in a new traces store. */
export const CONTENT_DAYS = 14;

/** The TTL clause of a table of the ledger. */
export function ttlOf(table: string, days: RetentionDays = RETENTION_DAYS): string {
  const rules = RETENTION_CLASSES.filter((name) => EXPIRIES[name].table === table).map((name) => {
    const { since, where } = EXPIRIES[name];
    const condition = where === undefined ? '' : ` WHERE ${where}`;
    return `toDateTime(${since}) + INTERVAL ${days[name]} DAY DELETE${condition}`;
  });
  return `TTL ${rules.join(',\n    ')}`;
}

/**
 * The statements that give the tables of a ledger other days. Expired rows are removed at once, in the background.
 *
 * @param changed Classes whose days change: other tables stay as they are. Default: all.
 */
export function ledgerRetentionStatements(
  days: RetentionDays,
  changed: readonly RetentionClass[] = RETENTION_CLASSES,
): string[] {
  const tables = [...new Set(changed.map((name) => EXPIRIES[name].table))];
  return tables.map((table) => `ALTER TABLE tokentrail_ledger.${table} MODIFY ${ttlOf(table, days)}`);
}

/** The same for the content, which is in the traces store. */
export function contentRetentionStatement(days: number): string {
  return `ALTER TABLE tokentrail_traces.otel_traces MODIFY TTL toDateTime(Timestamp) + INTERVAL ${days} DAY DELETE`;
}

/** A query for the number of rows of a class that are older than so many days, replays included. */
export function expiredRowsQuery(name: RetentionClass, days: number): string {
  const { table, since, where } = EXPIRIES[name];
  const condition = where === undefined ? '' : ` AND ${where}`;
  return `SELECT count() FROM tokentrail_ledger.${table} WHERE ${since} < now() - INTERVAL ${days} DAY${condition}`;
}

/**
 * Name and days of each class, as arguments of `map` in a query on `system.tables`. The days are 0 if the rule of the
 * table is not in days.
 */
export function retentionPairs(): string[] {
  return RETENTION_CLASSES.map((name) => {
    const { table, where } = EXPIRIES[name];
    const condition = where === undefined ? '' : ` WHERE ${where.replace(/[()]/g, '\\$&')}`;
    const pattern = `toIntervalDay\\((\\d+)\\)${condition}(?:,| SETTINGS|$)`;
    return `'${name}', maxIf(toUInt32OrZero(extract(engine_full, ${quoted(pattern)})), name = '${table}')`;
  });
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
