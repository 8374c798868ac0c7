import {
  contentRetentionStatement,
  expiredRowsQuery,
  forCluster,
  ledgerRetentionStatements,
  type RetentionDays,
} from '@tokentrail/clickhouse';
import { RETENTION_CLASSES, type RetentionClass } from '@tokentrail/records';
import { httpTransport, type ClickHouseTransport } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import type { LedgerAccess } from '../ledger-access.ts';
import { writeSetting } from '../write-setting.ts';

/** Days of each class of the ledger, and of the content in the traces store. */
export type NewRetention = RetentionDays & { readonly content: number };

interface Stores {
  ledger: ClickHouseTransport;
  traces: ClickHouseTransport;
}

interface Change {
  days: NewRetention;
  changed: readonly (keyof NewRetention)[];
  by: string;
  /** Name of the ClickHouse cluster. */
  cluster?: string;
}

/**
 * Sets the retention of the tables, and then states it in the settings.
 * @throws UserError if a store refuses. The command can be repeated.
 */
export async function changeRetention(stores: Stores, { days, changed, by, cluster }: Change): Promise<void> {
  const inCluster = (sql: string) => (cluster === undefined ? sql : forCluster(sql, cluster));
  const ofLedger = RETENTION_CLASSES.filter((name) => changed.includes(name));
  for (const sql of ledgerRetentionStatements(days, ofLedger)) {
    await run(stores.ledger, inCluster(sql));
  }
  if (changed.includes('content')) {
    await run(stores.traces, inCluster(contentRetentionStatement(days.content)));
  }
  await writeSetting(stores.ledger, { name: 'retention', value: days, by });
}

/** What a shorter retention of a class removes now, in words. Readers of viewers may not count attempts. */
export async function countExpired(access: LedgerAccess, name: keyof NewRetention, days: number): Promise<string> {
  const account = access.attempts ?? access.ledger;
  if (name === 'content' || account === undefined || (name === 'attempts' && access.attempts === undefined)) {
    return `removes ${name} older than ${days} days`;
  }
  const rows = await count(httpTransport(account), name, days);
  return `removes ${rows} ${rows === '1' ? 'row' : 'rows'}`;
}

async function count(reader: ClickHouseTransport, name: RetentionClass, days: number): Promise<string> {
  const { status, body } = await reader({ query: {}, sql: `${expiredRowsQuery(name, days)} FORMAT TSVRaw` });
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
