import type { AlertCases } from './alert-case.ts';
import { SHOP, exporter } from './series.ts';

export const DELIVERY_CASES: AlertCases = {
  'tokentrail-records-missing': [
    {
      name: 'fires when the ledger gets fewer records than apps sent',
      every: '1m',
      series: {
        'tokentrail_records_sent_total{instance="1"}': '0+10x40',
        [exporter('otelcol_exporter_sent_spans')]: '0+10x20 200+0x20',
      },
      at: '30m',
      fires: [{}],
    },
    {
      name: 'fires when the collector has not delivered anything since it started',
      every: '1m',
      series: { 'tokentrail_records_sent_total{instance="1"}': '0+10x40' },
      at: '30m',
      fires: [{}],
    },
    {
      name: 'is silent when all arrive, also after a restart of the collector',
      every: '1m',
      series: {
        'tokentrail_records_sent_total{instance="1"}': '0+10x20 200+0x20',
        [exporter('otelcol_exporter_sent_spans')]: '5000+10x18 0 200+0x20',
      },
      at: '25m',
      fires: [],
    },
  ],
  'tokentrail-records-dropped': [
    {
      name: 'fires when a process lost records',
      every: '1m',
      series: { 'tokentrail_records_dropped_total{service_name="shop",instance="1"}': '_x5 3+0x20' },
      at: '10m',
      fires: [SHOP],
      says: { summary: '3 records of shop were lost.' },
    },
    {
      name: 'is silent 15 minutes later',
      every: '1m',
      series: { 'tokentrail_records_dropped_total{service_name="shop",instance="1"}': '_x5 3+0x40' },
      at: '40m',
      fires: [],
    },
  ],
  'tokentrail-records-late': [
    {
      name: 'fires when a queue or a spool is not empty for 10 minutes',
      every: '1m',
      series: {
        [exporter('otelcol_exporter_queue_size')]: '500+5x20',
        'tokentrail_spool_size_bytes{service_name="shop",instance="1"}': '4096+0x20',
      },
      at: '15m',
      fires: [{ exporter: 'clickhouse/ledger' }, SHOP],
    },
    {
      name: 'is silent when they are emptied again and again',
      every: '1m',
      series: {
        [exporter('otelcol_exporter_queue_size')]: '500 0 500 0 500 0 500 0 500 0 500 0 500 0 500 0 500',
        'tokentrail_spool_size_bytes{service_name="shop",instance="1"}': '4096 4096 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0',
      },
      at: '15m',
      fires: [],
    },
  ],
  'tokentrail-queue-filling': [
    {
      name: 'fires when a queue is more than half full',
      every: '1m',
      series: {
        [exporter('otelcol_exporter_queue_size')]: '600+0x20',
        [exporter('otelcol_exporter_queue_capacity')]: '1000+0x20',
      },
      at: '10m',
      fires: [{ exporter: 'clickhouse/ledger' }],
      says: {
        summary: 'The queue of clickhouse/ledger is 60% full. When it is full, apps keep their records on disk.',
      },
    },
    {
      name: 'is silent when it is less than half full',
      every: '1m',
      series: {
        [exporter('otelcol_exporter_queue_size')]: '400+0x20',
        [exporter('otelcol_exporter_queue_capacity')]: '1000+0x20',
      },
      at: '10m',
      fires: [],
    },
  ],
  'tokentrail-spool-filling': [
    {
      name: 'fires when 300 MB wait on disk',
      every: '1m',
      series: { 'tokentrail_spool_size_bytes{service_name="shop",instance="1"}': '300000000+0x20' },
      at: '10m',
      fires: [SHOP],
    },
    {
      name: 'is silent when 100 MB wait',
      every: '1m',
      series: { 'tokentrail_spool_size_bytes{service_name="shop",instance="1"}': '100000000+0x20' },
      at: '10m',
      fires: [],
    },
  ],
};
