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

/** Days after which the rows of each class expire in a new ledger. */
export const RETENTION_DAYS: Readonly<Record<RetentionClass, number>> = {
  usage: 400,
  request: 400,
  event: 400,
  other: 400,
  attempts: 400,
  processes: 400,
};

/** The TTL clause of a table. */
export function ttlOf(table: string): string {
  const rules = RETENTION_CLASSES.filter((name) => EXPIRIES[name].table === table).map((name) => {
    const { since, where } = EXPIRIES[name];
    const condition = where === undefined ? '' : ` WHERE ${where}`;
    return `toDateTime(${since}) + INTERVAL ${RETENTION_DAYS[name]} DAY DELETE${condition}`;
  });
  return `TTL ${rules.join(',\n    ')}`;
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
