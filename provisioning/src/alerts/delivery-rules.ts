import { gained } from '@tokentrail/usage-store';
import { gainedSinceStart } from './promql.ts';
import type { AlertRule } from './rule.ts';
import type { Thresholds } from './thresholds.ts';

const LEDGER = '{exporter="clickhouse/ledger"}';
const QUEUE = 'otelcol_exporter_queue_size';

const WAITS = { severity: 'warning', pending: '5m', rows: null } as const;

/** Rules about records on their way from the app to the store. */
export function deliveryRules(thresholds: Thresholds): AlertRule[] {
  return [...lostRecords(), ...waitingRecords(thresholds)];
}

function lostRecords(): AlertRule[] {
  return [
    {
      ...WAITS,
      uid: 'tokentrail-records-missing',
      title: 'Records do not reach the ledger',
      summary:
        '{{ printf "%.0f" $values.A.Value }} records that apps sent in the last 15 minutes are not in the ledger.',
      runbook:
        'See the log of the collector for the exporter clickhouse/ledger: a refused insert names the column, a refused login the account. Records that are in the queue are not lost; they arrive when the store accepts them.',
      severity: 'critical',
      // A collector that has never delivered a record has no counter of them.
      expression: `
        sum(${gained('tokentrail_records_sent_total', '15m')})
        - (sum(${gainedSinceStart(`otelcol_exporter_sent_spans${LEDGER}`, '15m')}) or vector(0))`,
      above: 0,
    },
    {
      ...WAITS,
      uid: 'tokentrail-records-dropped',
      title: 'Records are lost',
      summary: '{{ printf "%.0f" $values.A.Value }} records of {{ index $labels "service_name" }} were lost.',
      runbook:
        'The spool of a process was full or could not be written, or the collector refused the records: the log of the app has one warning with the cause. Give the spool more space (TOKENTRAIL_SPOOL_MAX_BYTES), and see why the collector was not reachable.',
      severity: 'critical',
      expression: `sum by (service_name) (${gained('tokentrail_records_dropped_total', '15m')})`,
      above: 0,
      pending: '0s',
      rows: { seconds: 3600, filter: { service: { label: 'service_name' } } },
    },
  ];
}

function waitingRecords({ waiting: { queueShare, spoolBytes } }: Thresholds): AlertRule[] {
  return [
    {
      ...WAITS,
      uid: 'tokentrail-records-late',
      title: 'Records are late',
      summary:
        'Records wait in {{ index $labels "exporter" }}{{ index $labels "service_name" }} for more than 10 minutes. The usage log and the totals lack them until then.',
      runbook:
        'Waiting in an app: the collector is not reachable from it. Waiting in an exporter of the collector: the store is not reachable or too slow. Nothing is lost while the queue has space.',
      expression: `max by (exporter) (min_over_time(${QUEUE}[10m])) or max by (service_name) (min_over_time(tokentrail_spool_size_bytes[10m]))`,
      above: 0,
      pending: '0s',
    },
    {
      ...WAITS,
      uid: 'tokentrail-queue-filling',
      title: 'The queue of the collector fills',
      summary:
        'The queue of {{ index $labels "exporter" }} is {{ humanizePercentage $values.A.Value }} full. When it is full, apps keep their records on disk.',
      runbook: 'See why the store does not accept records. Free its disk, start it, or give the queue more space.',
      expression: `max by (exporter) (${QUEUE} / otelcol_exporter_queue_capacity)`,
      above: queueShare,
    },
    {
      ...WAITS,
      uid: 'tokentrail-spool-filling',
      title: 'The spool of an app fills',
      summary:
        '{{ printf "%.0f" $values.A.Value }} bytes of records of {{ index $labels "service_name" }} wait on disk. When the spool is full, the oldest are lost.',
      runbook:
        'See why the app does not reach the collector (TOKENTRAIL_OTLP_ENDPOINT), or give the spool more space (TOKENTRAIL_SPOOL_MAX_BYTES).',
      expression: 'max by (service_name) (tokentrail_spool_size_bytes)',
      above: spoolBytes,
    },
  ];
}
