import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { ACCOUNTS, type Account, type AccountName, type StoreRole } from '@tokentrail/clickhouse';
import { refusal } from './clickhouse-error.ts';
import { readText, spool } from './request-body.ts';
import type { Statement } from './statement.ts';

export type Passwords = Partial<Record<AccountName, string>>;

/** Maximum bytes of one insert, decompressed. */
export const MAX_DATA_BYTES = 256 * 1024 * 1024;
/** Maximum bytes of SQL, in the URL and the body together. */
const MAX_SQL_BYTES = 256 * 1024;

/** Parameters of the HTTP interface that are not settings. */
const RESERVED: ReadonlySet<string> = new Set([
  'query',
  'query_id',
  'user',
  'password',
  'quota_key',
  'database',
  'default_format',
  'client_protocol_version',
  'wait_end_of_query',
  'buffer_size',
  'compress',
  'decompress',
  'role',
  'session_id',
  'session_timeout',
  'session_check',
  'close_session',
  'http_make_head_request',
]);

/**
 * Returns the account of a request. Headers win over Basic, Basic over the URL. Throws the same error (code 516) for an
 * unknown name, a wrong password and an account of another store.
 */
export function authenticate(request: IncomingMessage, url: URL, role: StoreRole, passwords: Passwords): Account {
  const { user, password } = credentialsOf(request, url);
  const account = ACCOUNTS.find((known) => known.name === user && known.stores.includes(role));
  const expected = account === undefined ? undefined : passwords[account.name];
  if (account === undefined || expected === undefined || !sameSecret(password, expected)) {
    const who = user === '' ? 'default' : user;
    throw refusal(516, `${who}: Authentication failed: password is incorrect, or there is no user with such name.`);
  }
  return account;
}

function credentialsOf(request: IncomingMessage, url: URL): { user: string; password: string } {
  const user = request.headers['x-clickhouse-user'];
  const key = request.headers['x-clickhouse-key'];
  if (typeof user === 'string' || typeof key === 'string') {
    return { user: String(user ?? ''), password: String(key ?? '') };
  }
  const basic = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (basic !== undefined) {
    const [, name = '', secret = ''] = /^([^:]*):(.*)$/s.exec(Buffer.from(basic, 'base64').toString()) ?? [];
    return { user: name, password: secret };
  }
  return { user: url.searchParams.get('user') ?? '', password: url.searchParams.get('password') ?? '' };
}

function sameSecret(received: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(received), digest(expected));
}

/**
 * Reads the statement. The data of an insert are written to a file in `spoolDir`, which the caller removes. Rejects
 * with `ClickHouseError` and leaves no file then.
 */
export async function readStatement(
  request: IncomingMessage,
  url: URL,
  account: Account,
  spoolDir: string,
): Promise<Statement> {
  const query = url.searchParams.get('query') ?? '';
  if (url.searchParams.get('decompress') === '1' || url.searchParams.get('compress') === '1') {
    throw refusal(48, "ClickHouse's own compression is not served here: set compress to none, or gzip");
  }
  const isInsert = /^\s*INSERT\b/i.test(query);
  if (isInsert && request.method !== 'POST') {
    throw refusal(164, 'Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly.');
  }
  // A reader's insert is refused anyway, so its data are not written to a file.
  const hasData = isInsert && account.insert.length > 0;
  const tail = isInsert ? '' : await readText(request, MAX_SQL_BYTES);
  const sql = [query, tail].filter((part) => part !== '').join('\n');
  if (Buffer.byteLength(sql) > MAX_SQL_BYTES) {
    throw refusal(223, `A query has at most ${MAX_SQL_BYTES} bytes here`);
  }
  const dataFile = hasData ? await spool(request, MAX_DATA_BYTES, spoolDir) : null;
  return { account: account.name, sql, dataFile, ...optionsOf(request, url) };
}

function optionsOf(
  request: IncomingMessage,
  url: URL,
): Pick<Statement, 'parameters' | 'settings' | 'defaultFormat' | 'nativeWithBlockInfo'> {
  const names = [...url.searchParams.keys()];
  const header = request.headers['x-clickhouse-format'];
  return {
    parameters: new Map(
      [...url.searchParams]
        .filter(([name]) => name.startsWith('param_'))
        .map(([name, value]) => [name.slice(6), value]),
    ),
    settings: names.filter((name) => !RESERVED.has(name) && !name.startsWith('param_')),
    defaultFormat: (typeof header === 'string' ? header : url.searchParams.get('default_format')) ?? 'TabSeparated',
    nativeWithBlockInfo: Number(url.searchParams.get('client_protocol_version') ?? 0) > 0,
  };
}
