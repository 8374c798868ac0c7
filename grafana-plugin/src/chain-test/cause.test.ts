import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import {
  causeOf,
  clickHouseLedger,
  type ClickHouseTransport,
  type FailureCause,
  type StoreResponse,
} from '@tokentrail/usage-store';
import { failedTestOf } from './failed-test.ts';

const exception = (code: number, text: string) => `Code: ${code}. DB::Exception: ${text} (version 26.7.2.1)\n`;

const GRAFANA_PAGE =
  '<!DOCTYPE html>\n<html lang="en-US">\n  <head>\n    <meta charset="utf-8" />\n    <title>Grafana</title>';
const NGINX_502 =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>';
const NGINX_400 =
  '<html>\r\n<head><title>400 The plain HTTP request was sent to HTTPS port</title></head>\r\n<body>\r\n<center>';
const NO_PASSWORD =
  'tokentrail_ledger_reader: Authentication failed: password is incorrect, or there is no user with such name. (AUTHENTICATION_FAILED)';

/** Responses as Grafana 12 returns them from its data source proxy: with the store's own body, or with Grafana's. */
const RESPONSES: [what: string, status: number, body: string, elapsedMs: number, cause: FailureCause][] = [
  ['route closed for viewers', 403, '{"message":"plugin proxy route access denied","traceID":""}', 4, 'route_denied'],
  ['data source not permitted', 403, '{"message":"Access denied to datasource","traceID":""}', 4, 'forbidden'],
  ['session ended', 401, '{"message":"Unauthorized","messageId":"session.token.rotate"}', 3, 'signed_out'],
  ['data source deleted', 404, '{"message":"Unable to find datasource","traceID":""}', 3, 'unknown_data_source'],
  ['plugin not loaded', 404, '{"message":"Unable to find datasource plugin","traceID":""}', 3, 'plugin_unavailable'],
  [
    'plugin not loaded, by another API',
    500,
    '{"message":"Plugin unavailable","messageId":"plugin.unavailable","statusCode":500}',
    3,
    'plugin_unavailable',
  ],
  ['wrong password', 403, exception(516, NO_PASSWORD), 8, 'credentials'],
  ['unknown user', 403, exception(192, 'There is no user `x`. (UNKNOWN_USER)'), 8, 'credentials'],
  ["a store's 401", 400, 'Authentication to data source failed', 8, 'credentials'],
  ['missing user', 403, exception(516, '<no value>: Authentication failed (AUTHENTICATION_FAILED)'), 8, 'no_account'],
  ['missing password', 401, exception(194, 'Password required for user x (REQUIRED_PASSWORD)'), 8, 'no_account'],
  ['missing grant', 403, exception(497, 'x: Not enough privileges. (ACCESS_DENIED)'), 9, 'no_grant'],
  ['refused, unknown name, TLS failed', 502, '', 9, 'no_connection'],
  ['no response', 502, '', 30_034, 'timeout'],
  ['a gateway waited too long', 504, '<html><head><title>504 Gateway Time-out</title></head>', 60_002, 'timeout'],
  ['a proxy without a store', 502, NGINX_502, 12, 'bad_gateway'],
  ['a login page', 200, GRAFANA_PAGE, 25, 'web_page'],
  ['a web page with an error', 404, '<html>\r\n<head><title>404 Not Found</title></head>', 12, 'web_page'],
  ['HTTP at a port for HTTPS', 400, NGINX_400, 12, 'wrong_port'],
  [
    'the port of the native protocol',
    400,
    'Port 9000 is for clickhouse-client program\r\nYou must use port 8123 for HTTP.\r\n',
    5,
    'wrong_port',
  ],
  ['HTTP to a server with TLS', 400, 'Client sent an HTTP request to an HTTPS server.\n', 5, 'wrong_port'],
  ['another server', 404, '404 page not found\n', 5, 'other_server'],
  ['another server that accepts anything', 200, 'Ok.\n', 5, 'other_server'],
  ['unknown database', 404, exception(81, 'Database x does not exist. (UNKNOWN_DATABASE)'), 8, 'no_tables'],
  ['unknown table', 404, exception(60, 'Unknown table x (UNKNOWN_TABLE)'), 8, 'no_tables'],
  [
    'too many queries',
    500,
    exception(202, 'Too many simultaneous queries. (TOO_MANY_SIMULTANEOUS_QUERIES)'),
    8,
    'busy',
  ],
  ['quota', 500, exception(201, 'Quota exceeded (QUOTA_EXCEEDED)'), 8, 'busy'],
  ['too slow', 500, exception(159, 'Timeout exceeded (TIMEOUT_EXCEEDED)'), 10_300, 'overloaded'],
  ['no memory', 500, exception(241, 'Memory limit exceeded (MEMORY_LIMIT_EXCEEDED)'), 900, 'overloaded'],
  ['any other exception', 500, exception(999, 'Keeper exception (KEEPER_EXCEPTION)'), 9, 'failed'],
  ["Grafana's own error", 500, '{"message":"Unable to load datasource meta data"}', 9, 'failed'],
];

/** The error of a list, from a store that responds like this to everything. */
async function errorOf(respond: ClickHouseTransport): Promise<unknown> {
  const ledger = clickHouseLedger({ ledger: respond, attempts: respond });
  return ledger.list({ range: { fromMs: 0, toMs: 1 }, filter: {}, limit: 1 }).then(
    () => undefined,
    (error: unknown) => error,
  );
}

test.each(RESPONSES)('%s: status %i with %j after %i ms is %s', async (_, status, body, elapsedMs, cause) => {
  expect(causeOf(failedTestOf(await errorOf(async () => ({ status, body })), elapsedMs))).toBe(cause);
});

test.each<[string, number | null, FailureCause]>([
  ['older', LEDGER_SCHEMA_VERSION - 1, 'ledger_older'],
  ['newer', LEDGER_SCHEMA_VERSION + 1, 'ledger_newer'],
  ['of a release before versions', null, 'ledger_older'],
])('a ledger that is %s (version %j) is %s', async (_, version, cause) => {
  const missingColumn = { status: 404, body: exception(47, 'Unknown expression identifier (UNKNOWN_IDENTIFIER)') };
  const versions = { status: 200, body: JSON.stringify({ data: version === null ? [] : [{ version }] }) };
  const respond: ClickHouseTransport = async ({ sql }): Promise<StoreResponse> =>
    sql.includes('schema_version') ? versions : missingColumn;
  expect(causeOf(failedTestOf(await errorOf(respond), 9))).toBe(cause);
});

test('a browser that does not reach Grafana is offline', async () => {
  const error = await errorOf(() => Promise.reject(new TypeError('Failed to fetch')));
  expect(causeOf(failedTestOf(error, 5))).toBe('offline');
});

test('a refused account of which a part is not set has no account', async () => {
  const error = await errorOf(async () => ({ status: 403, body: exception(516, NO_PASSWORD) }));
  expect(causeOf(failedTestOf(error, 8, false))).toBe('no_account');
  expect(causeOf(failedTestOf(error, 8, true))).toBe('credentials');
});

test('an error that is none of a store is a failure', () => {
  expect(causeOf(failedTestOf(new Error('x'), 5))).toBe('failed');
  expect(causeOf(failedTestOf('x', 5))).toBe('failed');
});

test('reads the error of another bundle by its shape', () => {
  const error = Object.assign(new Error(), {
    name: 'StoreError',
    kind: 'unreachable',
    response: { status: 502, body: '' },
  });
  expect(causeOf(failedTestOf(error, 30_000))).toBe('timeout');
});
