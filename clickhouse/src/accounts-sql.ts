import {
  ACCOUNTS,
  READER_QUERIES_PER_MINUTE,
  READER_SERVER_SETTINGS,
  READER_SETTINGS,
  WRITER_SETTINGS,
  isReader,
  type Account,
} from './access-list.ts';

const HEADER = `-- Accounts of a ClickHouse server. Written by \`npm run accounts -w @tokentrail/clickhouse\` from src/access-list.ts: change
-- that. No password stands here: pass each as a query parameter of the account's name and "_password". Run after
-- ledger.sql and traces.sql, by a user with access management.
`;

/** The server's profiles, quota, users and grants as one SQL text. */
export function accountsSql(): string {
  const statements = [
    profile('tokentrail_reader', { readonly: 1, ...READER_SETTINGS, ...READER_SERVER_SETTINGS }, 'CONST'),
    profile('tokentrail_writer', WRITER_SETTINGS, ''),
    ...ACCOUNTS.flatMap((account) => [user(account), ...grants(account)]),
    quota(),
  ];
  return `${HEADER}\n${statements.map((statement) => `${statement};\n`).join('\n')}`;
}

function profile(name: string, settings: Readonly<Record<string, number | string>>, constraint: string): string {
  const lines = Object.entries(settings).map(([setting, value]) =>
    `    ${setting} = ${typeof value === 'number' ? value : `'${value}'`} ${constraint}`.trimEnd(),
  );
  return `CREATE SETTINGS PROFILE OR REPLACE ${name} SETTINGS\n${lines.join(',\n')}`;
}

function user(account: Account): string {
  return [
    `CREATE USER OR REPLACE ${account.name}`,
    `    IDENTIFIED WITH sha256_password BY {${account.name}_password:String}`,
    '    GRANTEES NONE',
    `    SETTINGS PROFILE ${isReader(account) ? 'tokentrail_reader' : 'tokentrail_writer'}`,
  ].join('\n');
}

function grants(account: Account): string[] {
  return [
    ...account.select.map(({ database, table }) => `GRANT SELECT ON ${database}.${table} TO ${account.name}`),
    ...account.insert.map(
      ({ database, table }) => `GRANT INSERT, SHOW COLUMNS ON ${database}.${table} TO ${account.name}`,
    ),
  ];
}

function quota(): string {
  const readers = ACCOUNTS.filter(isReader).map((account) => account.name);
  return [
    'CREATE QUOTA OR REPLACE tokentrail_reader KEYED BY user_name',
    `    FOR INTERVAL 1 minute MAX queries = ${READER_QUERIES_PER_MINUTE}`,
    `    TO ${readers.join(', ')}`,
  ].join('\n');
}
