import { t } from '@grafana/i18n';
import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { causeOf, type FailureCause } from '@tokentrail/usage-store';
import { failureOf, failureTitle } from '../store/store-failure.ts';
import { failedTestOf } from './failed-test.ts';

/** A cause in plain words. */
export interface CauseWords {
  cause: FailureCause;
  /** What is wrong, without a full stop. */
  title: string;
  /** What to do. */
  remedy: string;
}

/** Causes that the settings of the data source remove. */
const FIXED_IN_SETTINGS: ReadonlySet<FailureCause> = new Set<FailureCause>([
  'credentials',
  'not_configured',
  'no_account',
  'no_connection',
  'timeout',
  'web_page',
  'wrong_port',
  'other_server',
  'no_tables',
  'no_grant',
]);

/** Whether the settings of the data source are where to remove the cause. */
export function isFixedInSettings(cause: FailureCause): boolean {
  return FIXED_IN_SETTINGS.has(cause);
}

/** Why a test failed with `error` after `elapsedMs`. What pages say about the kind of an error is in `store-failure.ts`. */
export function wordsOfError(error: unknown, elapsedMs: number, accountIsSet?: boolean): CauseWords {
  const failed = failedTestOf(error, elapsedMs, accountIsSet);
  const cause = causeOf(failed);
  return { cause, ...(ownWords(cause) ?? { title: failureTitle(failed.kind), remedy: failureOf(error).message }) };
}

type Words = Omit<CauseWords, 'cause'>;

/** Words of the causes that are no kind of an error. */
function ownWords(cause: FailureCause): Words | undefined {
  return ofGrafana(cause) ?? ofConnection(cause) ?? ofAccount(cause) ?? ofSchema(cause);
}

function ofGrafana(cause: FailureCause): Words | undefined {
  switch (cause) {
    case 'route_denied':
      return {
        title: t('chain-test.route-denied.title', 'Not allowed for you'),
        remedy: t(
          'chain-test.route-denied.remedy',
          'Only users with the action “tokentrail-llmusage-app.traces:read” may read this, by default administrators.',
        ),
      };
    case 'signed_out':
      return {
        title: t('chain-test.signed-out.title', 'Your session in Grafana has ended'),
        remedy: t('chain-test.signed-out.remedy', 'Load this page again and sign in.'),
      };
    case 'offline':
      return {
        title: t('chain-test.offline.title', 'The browser cannot reach Grafana'),
        remedy: t('chain-test.offline.remedy', 'Check your network connection and that Grafana runs.'),
      };
    case 'plugin_unavailable':
      return {
        title: t('chain-test.plugin-unavailable.title', 'Grafana has not loaded the data source’s plugin'),
        remedy: t(
          'chain-test.plugin-unavailable.remedy',
          'Check that all four plugin IDs of TokenTrail are in “allow_loading_unsigned_plugins” of Grafana’s configuration, and restart Grafana.',
        ),
      };
    default:
      return undefined;
  }
}

function ofConnection(cause: FailureCause): Words | undefined {
  switch (cause) {
    case 'no_connection':
      return {
        title: t('chain-test.no-connection.title', 'Grafana cannot connect to the store'),
        remedy: t(
          'chain-test.no-connection.remedy',
          'Check that the store runs, and that the URL has the right scheme, host and port. The host must be reachable from Grafana’s server, and its certificate trusted there. Grafana’s log has the reason: “Proxy request failed”.',
        ),
      };
    case 'timeout':
      return {
        title: t('chain-test.timeout.title', 'Nothing responded before the timeout'),
        remedy: t(
          'chain-test.timeout.remedy',
          'Check that no firewall between Grafana’s server and the store drops the connection, and that the store is not overloaded.',
        ),
      };
    case 'bad_gateway':
      return {
        title: t('chain-test.bad-gateway.title', 'A proxy in front of the store cannot reach it'),
        remedy: t('chain-test.bad-gateway.remedy', 'Check that the store runs, and the settings of that proxy.'),
      };
    case 'web_page':
      return {
        title: t('chain-test.web-page.title', 'A web page responded instead of the store'),
        remedy: t(
          'chain-test.web-page.remedy',
          'The URL leads to a login page, a proxy or another program. Set the URL of ClickHouse’s HTTP interface.',
        ),
      };
    case 'wrong_port':
      return {
        title: t('chain-test.wrong-port.title', 'This is not the port of the HTTP interface'),
        remedy: t(
          'chain-test.wrong-port.remedy',
          'ClickHouse listens for HTTP at port 8123 by default, and for HTTPS at port 8443. The URL must begin with “https://” if the port expects HTTPS.',
        ),
      };
    case 'other_server':
      return {
        title: t('chain-test.other-server.title', 'Another program than ClickHouse responded'),
        remedy: t('chain-test.other-server.remedy', 'Set the URL of ClickHouse’s HTTP interface, without a path.'),
      };
    case 'overloaded':
      return {
        title: t('chain-test.overloaded.title', 'A small query went over the limits of its account'),
        remedy: t(
          'chain-test.overloaded.remedy',
          'The store is overloaded, or the limits of the account are too low: see “Accounts” of clickhouse/README.md.',
        ),
      };
    default:
      return undefined;
  }
}

function ofAccount(cause: FailureCause): Words | undefined {
  switch (cause) {
    case 'no_account':
      return {
        title: t('chain-test.no-account.title', 'User or password is not set'),
        remedy: t('chain-test.no-account.remedy', 'Set both in the data source’s settings.'),
      };
    case 'no_grant':
      return {
        title: t('chain-test.no-grant.title', 'The account may not read this table'),
        remedy: t(
          'chain-test.no-grant.remedy',
          'Run accounts.sql of this release, as in “Accounts” of clickhouse/README.md, or set the user that it creates. A database that does not exist looks the same: check its name too.',
        ),
      };
    default:
      return undefined;
  }
}

function ofSchema(cause: FailureCause): Words | undefined {
  switch (cause) {
    case 'no_tables':
      return {
        title: t('chain-test.no-tables.title', 'The store lacks the database or a table'),
        remedy: t(
          'chain-test.no-tables.remedy',
          'Check the name of the database. If the store is new, create the schema as in “On a server” of clickhouse/README.md.',
        ),
      };
    case 'ledger_older':
      return {
        title: t('chain-test.ledger-older.title', 'The ledger’s schema is older than this app'),
        remedy: t(
          'chain-test.ledger-older.remedy',
          'This app reads version {{version}}. Upgrade the ledger as in “Upgrade” of clickhouse/README.md. No record is lost.',
          { version: LEDGER_SCHEMA_VERSION },
        ),
      };
    case 'ledger_newer':
      return {
        title: t('chain-test.ledger-newer.title', 'The ledger’s schema is newer than this app'),
        remedy: t(
          'chain-test.ledger-newer.remedy',
          'This app reads version {{version}}. Update this app to the release that upgraded the ledger.',
          { version: LEDGER_SCHEMA_VERSION },
        ),
      };
    default:
      return undefined;
  }
}
