import {
  ACCOUNTS,
  accountsSql,
  forCluster,
  hideMarginSql,
  ledgerStatements,
  schemaSql,
  splitStatements,
  withPasswordHashes,
  type AccountName,
} from '@tokentrail/clickhouse';
import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { UserError } from '../fail.ts';
import type { Environment } from '../io.ts';

/** Statements for one server, in their order. */
export interface SchemaStep {
  name: 'ledger' | 'traces' | 'accounts';
  /** What the step does, for people. */
  summary: string;
  statements: readonly string[];
}

export interface PlanOptions {
  /** The version that the ledger states; null if it has no schema. */
  version: number | null;
  /** Name of the ClickHouse cluster. */
  cluster: string | undefined;
  hideMargin: boolean;
  /** Passwords of the accounts; null: no account is created. Undefined: their statements have placeholders. */
  passwords?: Readonly<Record<AccountName, string>> | null;
}

/**
 * The statements that bring both stores to the schema of this release. All can be repeated.
 * @throws UserError if the ledger is newer than this release, or the name of the cluster is wrong.
 */
export function schemaPlan({ version, cluster, hideMargin, passwords }: PlanOptions): SchemaStep[] {
  if (cluster !== undefined && !/^\w+$/.test(cluster)) {
    throw new UserError('--cluster is the name of a ClickHouse cluster: letters, digits and underscores');
  }
  const inCluster = (sql: string) => (cluster === undefined ? sql : forCluster(sql, cluster));
  const accounts = inCluster(accountsSql() + (hideMargin ? hideMarginSql() : ''));
  return [
    { name: 'ledger', ...ledgerStep(version, inCluster(schemaSql('ledger'))) },
    { name: 'traces', summary: 'what is missing', statements: splitStatements(inCluster(schemaSql('traces'))) },
    ...(passwords === null
      ? []
      : [
          {
            name: 'accounts' as const,
            summary: `${ACCOUNTS.length} accounts with their rights${hideMargin ? ', margins hidden' : ''}`,
            statements: splitStatements(passwords === undefined ? accounts : withPasswordHashes(accounts, passwords)),
          },
        ]),
  ];
}

function ledgerStep(version: number | null, sql: string): Pick<SchemaStep, 'summary' | 'statements'> {
  if (version !== null && version > LEDGER_SCHEMA_VERSION) {
    throw new UserError(
      `the ledger has schema version ${version}, newer than ${LEDGER_SCHEMA_VERSION} of this release: ` +
        'use the release that upgraded the ledger, or a later one',
    );
  }
  if (version === LEDGER_SCHEMA_VERSION) {
    return { summary: `version ${version}, nothing to do`, statements: [] };
  }
  return {
    summary: version === null ? `version ${LEDGER_SCHEMA_VERSION}` : `version ${version} to ${LEDGER_SCHEMA_VERSION}`,
    statements: ledgerStatements(sql, version ?? 1),
  };
}

/**
 * The passwords of the accounts, each in the variable that docker-compose.yml has too. Null if none is set.
 * @throws UserError if only some are set.
 */
export function accountPasswords(env: Environment): Readonly<Record<AccountName, string>> | null {
  const passwords = ACCOUNTS.map(({ name }) => ({ name, variable: passwordVariable(name) })).map((account) => ({
    ...account,
    password: env[account.variable] ?? '',
  }));
  const missing = passwords.filter(({ password }) => password === '');
  if (missing.length === passwords.length) {
    return null;
  }
  if (missing.length > 0) {
    throw new UserError(
      `each account needs its password: set ${missing.map(({ variable }) => variable).join(', ')} too, ` +
        'or none of them to leave the accounts as they are',
    );
  }
  return Object.fromEntries(passwords.map(({ name, password }) => [name, password])) as Record<AccountName, string>;
}

function passwordVariable(account: AccountName): string {
  return `${account.toUpperCase()}_PASSWORD`;
}
