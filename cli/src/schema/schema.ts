import { runQuery, httpTransport, type ClickHouseTransport } from '@tokentrail/usage-store';
import { UserError } from '../fail.ts';
import { print, type Io } from '../io.ts';
import { throwLedgerError } from '../ledger-access.ts';
import { accountPasswords, schemaPlan, type SchemaStep } from './plan.ts';

export interface SchemaOptions {
  user: string;
  cluster?: string;
}

const PASSWORD = 'TOKENTRAIL_CLICKHOUSE_ADMIN_PASSWORD';

/**
 * Runs `tokentrail schema plan`: prints the SQL that brings both stores to the schema of this release, with the passwords of the
 * accounts as parameters.
 */
export async function planSchema(options: SchemaOptions, io: Io): Promise<void> {
  const { ledger } = serversOf(options, io);
  const steps = schemaPlan({ ...planOptions(options, io), version: await statedVersion(ledger) });
  for (const { name, summary, statements } of steps) {
    print(io, `-- ${name}: ${summary}`, ...statements.map((statement) => `${statement};\n`));
  }
}

/** Runs `tokentrail schema apply`: runs that SQL. It can be repeated, also after an interruption. */
export async function applySchema(options: SchemaOptions, io: Io): Promise<void> {
  const servers = serversOf(options, io);
  const passwords = accountPasswords(io.env);
  const version = await statedVersion(servers.ledger);
  for (const step of schemaPlan({ ...planOptions(options, io), version, passwords })) {
    for (const server of serversOfStep(step, servers)) {
      await run(step, server);
    }
    print(io, `${step.name}: ${step.summary}`);
  }
  if (passwords === null) {
    print(io, 'accounts: left as they are, because no TOKENTRAIL_…_PASSWORD of them is set (cli/README.md)');
  }
}

function planOptions({ cluster }: SchemaOptions, { env }: Io) {
  return { cluster, hideMargin: env['TOKENTRAIL_HIDE_MARGIN'] === '1' };
}

interface Servers {
  ledger: ClickHouseTransport;
  /** The same as `ledger` if both stores are on one server. */
  traces: ClickHouseTransport;
}

function serversOf({ user }: SchemaOptions, { env }: Io): Servers {
  const url = env['TOKENTRAIL_LEDGER_URL'];
  const password = env[PASSWORD];
  if (!url || password === undefined) {
    throw new UserError(
      `set TOKENTRAIL_LEDGER_URL to the HTTP interface of the server (such as http://host:8123), and ${PASSWORD} to the ` +
        `password of ${user}, who may create tables and accounts (empty if it has none). The stores of npm start upgrade themselves`,
    );
  }
  const ledger = httpTransport({ url, user, password });
  const tracesUrl = env['TOKENTRAIL_TRACES_URL'];
  return {
    ledger,
    traces: tracesUrl && tracesUrl !== url ? httpTransport({ url: tracesUrl, user, password }) : ledger,
  };
}

/** Accounts are created on both servers, if there are two. */
function serversOfStep({ name }: SchemaStep, { ledger, traces }: Servers): readonly ClickHouseTransport[] {
  return name === 'accounts' ? [...new Set([ledger, traces])] : [name === 'ledger' ? ledger : traces];
}

/** The version that the ledger states; 1 if it is older than versions, null if there is no ledger. */
async function statedVersion(server: ClickHouseTransport): Promise<number | null> {
  const select = async (sql: string) => (await runQuery(server, { sql, parameters: {} }).catch(throwLedgerError))[0];
  const found = await select(
    "SELECT count() AS tables, countIf(name = 'schema_version') AS versions FROM system.tables WHERE database = 'tokentrail_ledger'",
  );
  if (Number(found?.['tables']) === 0) {
    return null;
  }
  return Number(found?.['versions']) === 0
    ? 1
    : Number((await select('SELECT version FROM tokentrail_ledger.schema_version'))?.['version']);
}

async function run({ name, statements }: SchemaStep, server: ClickHouseTransport): Promise<void> {
  for (const [index, sql] of statements.entries()) {
    const failed = `${name}: statement ${index + 1} of ${statements.length} failed; nothing is lost, run the command again: `;
    const response = await server({ query: {}, sql }).catch((error: unknown) => {
      throw new UserError(`${failed}the server does not respond`, { cause: error });
    });
    if (response.status !== 200) {
      throw new UserError(failed + (response.body.trim().split('\n')[0] ?? ''));
    }
  }
}
