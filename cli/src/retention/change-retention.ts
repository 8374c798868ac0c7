import {
  CLASSES_OF_GROUPS,
  contentRetentionStatement,
  expiredRowsOfGroupQuery,
  expiredRowsQuery,
  forCluster,
  ledgerRetentionStatements,
} from '@tokentrail/clickhouse';
import { RETENTION_CLASSES } from '@tokentrail/records';
import { httpTransport, type ClickHouseTransport } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import type { LedgerAccess } from '../ledger-access.ts';
import { writeSetting } from '../write-setting.ts';
import type { ClassDays, NewRetention, RetentionChange } from './new-retention.ts';

interface Stores {
  ledger: ClickHouseTransport;
  traces: ClickHouseTransport;
}

interface Order {
  wanted: NewRetention;
  change: RetentionChange;
  by: string;
  /** Name of the ClickHouse cluster. */
  cluster?: string;
}

/**
 * Sets the retention of the tables, and then states it in the settings.
 * @throws UserError if a store refuses. The command can be repeated.
 */
export async function changeRetention(stores: Stores, { wanted, change, by, cluster }: Order): Promise<void> {
  const { days, groups } = wanted;
  const inCluster = (sql: string) => (cluster === undefined ? sql : forCluster(sql, cluster));
  const changed = new Set<string>(change.classes.map(({ name }) => name));
  const ofLedger = RETENTION_CLASSES.filter(
    (name) => changed.has(name) || (change.groups.length > 0 && CLASSES_OF_GROUPS.includes(name)),
  );
  for (const sql of ledgerRetentionStatements(days, ofLedger, groups)) {
    await run(stores.ledger, inCluster(sql));
  }
  if (changed.has('content')) {
    await run(stores.traces, inCluster(contentRetentionStatement(days.content)));
  }
  const value = Object.keys(groups).length === 0 ? days : { ...days, groups };
  await writeSetting(stores.ledger, { name: 'retention', value, by });
}

/** What a shorter retention of a class removes now, in words. Readers of viewers may not count attempts. */
export async function countExpired(access: LedgerAccess, name: keyof ClassDays, wanted: NewRetention): Promise<string> {
  const { days, groups } = wanted;
  const account = access.attempts ?? access.ledger;
  if (name === 'content' || account === undefined || (name === 'attempts' && access.attempts === undefined)) {
    return `removes ${name} older than ${days[name]} days`;
  }
  return rowsWords(await count(account, expiredRowsQuery(name, days[name], groups)));
}

/** What shorter days of a group remove now, in words. */
export async function countExpiredOfGroup(access: LedgerAccess, name: string, days: number): Promise<string> {
  const account = access.attempts ?? access.ledger;
  return account === undefined
    ? `removes its records older than ${days} days`
    : rowsWords(await count(account, expiredRowsOfGroupQuery(name, days)));
}

function rowsWords(rows: string): string {
  return `removes ${rows} ${rows === '1' ? 'row' : 'rows'}`;
}

async function count(account: NonNullable<LedgerAccess['ledger']>, sql: string): Promise<string> {
  const reader = httpTransport(account);
  const { status, body } = await reader({ query: {}, sql: `${sql} FORMAT TSVRaw` }).catch(() => {
    throw new UserError('the ledger does not respond: check its URL (TOKENTRAIL_LEDGER_URL) or the endpoints file');
  });
  if (status !== 200) {
    throw new UserError(`the ledger cannot be read: ${body.trim().split('\n')[0]}`);
  }
  return body.trim();
}

async function run(store: ClickHouseTransport, sql: string): Promise<void> {
  const response = await store({ query: {}, sql }).catch((error: unknown) => {
    throw new UserError('a store does not respond: check TOKENTRAIL_LEDGER_URL and TOKENTRAIL_TRACES_URL', {
      cause: error,
    });
  });
  if (response.status !== 200) {
    throw new UserError(`a store rejected the retention: ${response.body.trim().split('\n')[0]}`);
  }
}
