import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { exceptionCode } from './clickhouse/errors.ts';
import type { StoreErrorKind, StoreResponse } from './store-error.ts';

/**
 * Why a query has no result. Besides those of `StoreError`: `unknown_data_source`, if Grafana has no such data source of
 * this plugin, or the user may not query it.
 */
export type FailureKind = StoreErrorKind | 'unknown_data_source';

/** A test of the chain that got an error. */
export interface FailedTest {
  /** Kind of the `StoreError`, or `failed` for any other error. */
  kind: FailureKind;
  /** Null if there was none. */
  response: StoreResponse | null;
  /** The version that the ledger states; null if it states none. Undefined if it was not read. */
  schemaVersion?: number | null;
  /** Time until the error, ms. */
  elapsedMs: number;
  /** Whether user and password of the route are set. Undefined if it is not known. */
  accountIsSet?: boolean;
}

/**
 * Why a test of the chain failed. Finer than `FailureKind`, because a test knows the response and how long it took. Where
 * nothing finer is known, it is the kind.
 */
export type FailureCause =
  | FailureKind
  /** The route is closed for this user. No fault. */
  | 'route_denied'
  /** The user's session in Grafana has ended. */
  | 'signed_out'
  /** The store's account lacks a grant. */
  | 'no_grant'
  /** The request had no user or password. */
  | 'no_account'
  /** Grafana cannot open a connection. */
  | 'no_connection'
  /** Nothing responded until a timeout. */
  | 'timeout'
  /** A proxy in front of the store has no connection to it. */
  | 'bad_gateway'
  /** The browser has no connection to Grafana. */
  | 'offline'
  /** A login page or another web page responded. */
  | 'web_page'
  /** Another port of ClickHouse, or HTTP where HTTPS is needed. */
  | 'wrong_port'
  /** A server that is no ClickHouse. */
  | 'other_server'
  /** The database or a table does not exist. */
  | 'no_tables'
  | 'ledger_older'
  | 'ledger_newer'
  /** Even the smallest query went over a limit. */
  | 'overloaded'
  /** Grafana has not loaded the plugin of the data source. */
  | 'plugin_unavailable';

/** Grafana's proxy waits 30 s for a response by default; a refused connection or an unknown name takes less than a second. */
const TIMEOUT_FROM_MS = 10_000;

const CODES: ReadonlyMap<number, FailureCause> = new Map<number, FailureCause>([
  [60, 'no_tables'], // UNKNOWN_TABLE
  [81, 'no_tables'], // UNKNOWN_DATABASE
  [194, 'no_account'], // REQUIRED_PASSWORD
  [497, 'no_grant'], // ACCESS_DENIED
]);

const NO_CODE = -1;

/** The cause of a failed test. Responses of Grafana, ClickHouse and proxies are in the tests of the plugin. */
export function causeOf({ kind, response, schemaVersion, elapsedMs, accountIsSet }: FailedTest): FailureCause {
  if (kind === 'schema') {
    return schemaVersion !== undefined && (schemaVersion ?? 0) > LEDGER_SCHEMA_VERSION
      ? 'ledger_newer'
      : 'ledger_older';
  }
  if (kind === 'limit') {
    return 'overloaded';
  }
  if (response === null) {
    return kind === 'unreachable' ? 'offline' : kind;
  }
  const { status, body } = response;
  return (
    causeOfGrafana(response) ??
    CODES.get(exceptionCode(body) ?? NO_CODE) ??
    (kind === 'credentials' && (accountIsSet === false || body.includes('<no value>')) ? 'no_account' : undefined) ??
    (kind === 'unreachable' ? causeOfSilence(body, elapsedMs) : undefined) ??
    (kind === 'failed' ? causeOfStranger(status, body) : undefined) ??
    kind
  );
}

/** What only Grafana's server says. */
function causeOfGrafana({ status, body }: StoreResponse): FailureCause | undefined {
  if (status === 403 && body.includes('plugin proxy route access denied')) {
    return 'route_denied';
  }
  if (status === 401 && body.includes('Unauthorized')) {
    return 'signed_out';
  }
  if (body.includes('plugin.unavailable') || body.includes('Unable to find datasource plugin')) {
    return 'plugin_unavailable';
  }
  return status === 404 && body.includes('Unable to find datasource') ? 'unknown_data_source' : undefined;
}

/** Grafana returns 502 without a body; a proxy in front of the store has a body. */
function causeOfSilence(body: string, elapsedMs: number): FailureCause {
  if (elapsedMs >= TIMEOUT_FROM_MS) {
    return 'timeout';
  }
  return body.trim() === '' ? 'no_connection' : 'bad_gateway';
}

/** Who responded, if it was no ClickHouse or a wrong port of it. */
function causeOfStranger(status: number, body: string): FailureCause | undefined {
  if (/^\s*<(!doctype|html|head)\b/i.test(body)) {
    return isAboutHttps(body) ? 'wrong_port' : 'web_page';
  }
  if (isAboutHttps(body) || /is for clickhouse-client program/.test(body)) {
    return 'wrong_port';
  }
  const isOfClickHouse = exceptionCode(body) !== null;
  return !isOfClickHouse && (status === 200 || status === 404 || status === 405) ? 'other_server' : undefined;
}

function isAboutHttps(body: string): boolean {
  return /HTTP request (was sent )?to (an )?HTTPS (port|server)/i.test(body);
}
