import { whyItEnded } from './run.ts';

const LOG = '/data/collector.log';

test.each([
  [
    'Error: cannot start pipelines: failed to start "otlp" receiver: listen tcp 127.0.0.1:4318: bind: address already in use',
    'The collector cannot listen on 127.0.0.1:4318: the port is in use.',
  ],
  [
    'Error: cannot start pipelines: failed to start "clickhouse/ledger" exporter: timeout',
    "The collector's queue files are in use: another collector runs on them.",
  ],
  [
    'Error: cannot start pipelines: failed to start "clickhouse/ledger" exporter: invalid database',
    'the collector stopped over it: invalid database',
  ],
  ['Error: failed to get config: no such file', 'The collector did not start: failed to get config: no such file.'],
  ['', 'The collector did not start: it gave no reason.'],
])('%s', (log, message) => {
  expect(whyItEnded(`an info line\n${log}\nanother`, LOG).message).toContain(message);
});
