import { RETENTION_CLASSES, type RetentionClass } from '@tokentrail/records';

/** When the rows of a class expire. */
interface Expiry {
  readonly table: string;
  /** Column whose time the days count from. */
  readonly since: string;
  /** Rows of the table that belong to the class. Default: all. */
  readonly where?: string;
  /** The group of a row, if groups may have days of their own. */
  readonly group?: string;
}

const EVENTS = "'system', 'manage', 'login'";

const GROUP = "ifNull(`group`, '')";

const EXPIRIES: Readonly<Record<RetentionClass, Expiry>> = {
  usage: { table: 'usage_records', since: 'start_time', where: "record_type = 'usage'", group: GROUP },
  request: { table: 'usage_records', since: 'start_time', where: "record_type = 'request'", group: GROUP },
  event: { table: 'usage_records', since: 'start_time', where: `record_type IN (${EVENTS})` },
  other: { table: 'usage_records', since: 'start_time', where: `record_type NOT IN ('usage', 'request', ${EVENTS})` },
  attempts: { table: 'record_attempts', since: 'start_time', group: '`group`' },
  processes: { table: 'processes', since: 'reported_at' },
};

/** Days after which the rows of each class expire. */
export type RetentionDays = Readonly<Record<RetentionClass, number>>;

/** Days of the calls, their attempts and the inbound requests of groups, in place of those of their class. */
export type GroupDays = Readonly<Record<string, number>>;

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
export function ttlOf(table: string, days: RetentionDays = RETENTION_DAYS, groups: GroupDays = {}): string {
  const rules = RETENTION_CLASSES.filter((name) => EXPIRIES[name].table === table).map((name) => {
    const { since, where } = EXPIRIES[name];
    const condition = where === undefined ? '' : ` WHERE ${where}`;
    return `toDateTime(${since}) + ${intervalOf(name, days[name], groups)} DELETE${condition}`;
  });
  return `TTL ${rules.join(',\n    ')}`;
}

/** How long after its start a row of a class expires. */
function intervalOf(name: RetentionClass, days: number, groups: GroupDays): string {
  const { group } = EXPIRIES[name];
  const names = Object.keys(groups);
  if (group === undefined || names.length === 0) {
    return `INTERVAL ${days} DAY`;
  }
  return `toIntervalDay(transform(${group}, [${names.map(quoted).join(', ')}], [${Object.values(groups).join(', ')}], ${days}))`;
}

/**
 * The statements that give the tables of a ledger other days. Expired rows are removed at once, in the background.
 *
 * @param changed Classes whose days change: other tables stay as they are. Default: all.
 */
export function ledgerRetentionStatements(
  days: RetentionDays,
  changed: readonly RetentionClass[] = RETENTION_CLASSES,
  groups: GroupDays = {},
): string[] {
  const tables = [...new Set(changed.map((name) => EXPIRIES[name].table))];
  return tables.map((table) => `ALTER TABLE tokentrail_ledger.${table} MODIFY ${ttlOf(table, days, groups)}`);
}

/** The same for the content, which is in the traces store. */
export function contentRetentionStatement(days: number): string {
  return `ALTER TABLE tokentrail_traces.otel_traces MODIFY TTL toDateTime(Timestamp) + INTERVAL ${days} DAY DELETE`;
}

/**
 * A query for the number of rows of a class that are older than so many days, replays included. Without those of `groups`, which have
 * days of their own.
 */
export function expiredRowsQuery(name: RetentionClass, days: number, groups: GroupDays = {}): string {
  const { table, since, where, group } = EXPIRIES[name];
  const names = Object.keys(groups).map(quoted);
  const conditions = [
    `${since} < now() - INTERVAL ${days} DAY`,
    ...(where === undefined ? [] : [where]),
    ...(group === undefined || names.length === 0 ? [] : [`${group} NOT IN (${names.join(', ')})`]),
  ];
  return `SELECT count() FROM tokentrail_ledger.${table} WHERE ${conditions.join(' AND ')}`;
}

/** A query for the number of calls and inbound requests of a group that are older than so many days, replays included. */
export function expiredRowsOfGroupQuery(group: string, days: number): string {
  const { table, since } = EXPIRIES.usage;
  return (
    `SELECT count() FROM tokentrail_ledger.${table} WHERE ${since} < now() - INTERVAL ${days} DAY ` +
    `AND record_type IN ('usage', 'request') AND ${GROUP} = ${quoted(group)}`
  );
}

/** Classes whose rows belong to groups. */
export const CLASSES_OF_GROUPS: readonly RetentionClass[] = RETENTION_CLASSES.filter(
  (name) => EXPIRIES[name].group !== undefined,
);

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
