import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { causeOf, StoreError, type FailureCause } from '@tokentrail/usage-store';
import { failed, type Finding } from './finding.ts';

/** How a store is read: with an account of this command, or by Grafana with the settings of its data source. */
export type Reader = 'direct' | 'grafana';

interface Words {
  /** Of the store. */
  subject: string;
  reader: Reader;
  /** What holds URL, user and password, such as `TOKENTRAIL_LEDGER_URL and its password`. */
  settings: string;
}

/** The finding of a query that failed after `elapsedMs`. */
export function findingOfError(error: unknown, elapsedMs: number, words: Words): Finding {
  if (!(error instanceof StoreError)) {
    throw error;
  }
  const { kind, response, schemaVersion } = error;
  const cause = causeOf({
    kind,
    response: response ?? null,
    ...(schemaVersion !== undefined && { schemaVersion }),
    elapsedMs,
  });
  const [text, remedy] = (words.reader === 'grafana' ? grafanaWords(cause) : undefined) ?? storeWords(cause, words);
  return failed(text, remedy);
}

type Sentences = readonly [text: string, remedy: string];

/** What only Grafana says. */
function grafanaWords(cause: FailureCause): Sentences | undefined {
  switch (cause) {
    case 'offline':
      return ['Grafana does not respond', 'Check that it runs, and TOKENTRAIL_GRAFANA_URL.'];
    case 'signed_out':
      return [
        'Grafana does not accept the token',
        'Set TOKENTRAIL_GRAFANA_TOKEN to the token of a service account with the role Viewer or above.',
      ];
    case 'forbidden':
    case 'unknown_data_source':
      return [
        'Grafana has no such data source for this account',
        'Check --data-source, the UID of the data source, and that the service account may query it.',
      ];
    case 'plugin_unavailable':
      return [
        'Grafana has not loaded the plugin of the data source',
        'Put all four plugin ids of TokenTrail into allow_loading_unsigned_plugins of Grafana’s configuration, and restart it.',
      ];
    case 'no_connection':
      return [
        'Grafana cannot connect to the store',
        'Check the URL in the settings of the data source: it must be reachable from Grafana’s server. Grafana’s log says more: “Proxy request failed”.',
      ];
    default:
      return undefined;
  }
}

function storeWords(cause: FailureCause, { subject, settings }: Words): Sentences {
  switch (cause) {
    case 'offline':
    case 'unreachable':
    case 'bad_gateway':
    case 'no_connection':
    case 'timeout':
      return [`${subject} does not respond`, `Check that it runs and can be reached from here, and ${settings}.`];
    case 'credentials':
    case 'no_account':
    case 'signed_out':
      return [`${subject} rejects the user or the password`, `Check ${settings}.`];
    case 'no_grant':
    case 'forbidden':
      return [
        `the account may not read this table of ${subject}`,
        'Run accounts.sql of this release, as in “Accounts” of clickhouse/README.md.',
      ];
    case 'no_tables':
      return [
        `${subject} lacks the database or a table`,
        'Create the schema as in “On a server” of clickhouse/README.md.',
      ];
    case 'ledger_older':
    case 'schema':
      return [
        `the schema of ${subject} is older than this release, which reads version ${LEDGER_SCHEMA_VERSION}`,
        'Run ledger.sql and then accounts.sql of this release, as in “Upgrade” of clickhouse/README.md. No record is lost.',
      ];
    case 'ledger_newer':
      return [
        `the schema of ${subject} is newer than this release, which reads version ${LEDGER_SCHEMA_VERSION}`,
        'Use the release of TokenTrail that upgraded the ledger.',
      ];
    case 'wrong_port':
    case 'other_server':
    case 'web_page':
      return [
        `another program or port than ClickHouse’s HTTP interface responds for ${subject}`,
        `It listens at port 8123, or 8443 with https. Check ${settings}.`,
      ];
    case 'busy':
    case 'limit':
    case 'overloaded':
      return [
        `${subject} is overloaded`,
        'Try again later, and see “Accounts” of clickhouse/README.md for its limits.',
      ];
    default:
      return [`${subject} cannot be read (${cause})`, `Check ${settings}, and the log of the store.`];
  }
}
