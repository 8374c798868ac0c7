/** The metrics of the example history in the data of a Prometheus. */
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { daysUntil, plansOfDay } from '../../examples/history/src/history.ts';
import { MetricHistory } from '../../examples/history/src/metrics/metric-history.ts';
import { RecordMaker } from '../../examples/history/src/spans.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const UNTIL = Date.parse('2026-11-30T08:00:00Z');
const skip = findOnPath('promtool') === null ? 'there is no promtool on the PATH' : false;

test('the importer turns all files into blocks of Prometheus, removes them, and ends', { skip }, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-history-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [files, data] = [join(folder, 'files'), join(folder, 'data')];
  const metrics = new MetricHistory();
  const maker = new RecordMaker(join(EXAMPLES, 'prices.yaml'), (line) => assert.fail(line));
  const made = daysUntil(UNTIL)
    .slice(-2)
    .flatMap((day) => plansOfDay(day, UNTIL))
    .map((plan) => maker.make(plan));
  maker.stop();
  made.forEach((one) => metrics.add(one));

  const importer = spawn('sh', [join(EXAMPLES, 'history', 'import-metrics.sh'), files, data], { stdio: 'inherit' });
  const ended = once(importer, 'exit');
  await metrics.write(files, UNTIL);
  assert.deepEqual(await ended, [0, null]);
  assert.deepEqual(readdirSync(files), []);

  // promtool reads only a folder with a write-ahead log, as that of a Prometheus.
  mkdirSync(join(data, 'wal'));
  const match = '--match={__name__="tokentrail_calls_total"}';
  const dump = await promisify(execFile)('promtool', ['tsdb', 'dump', match, data], { maxBuffer: 2 ** 26 });
  const last = new Map<string, number>();
  for (const [, series = '', value] of dump.stdout.matchAll(/^(\{.*\}) (\S+) \d+$/gm)) last.set(series, Number(value));
  const calls = made.filter(({ record }) => record.type === 'usage' && record.ended);
  assert.equal(
    [...last.values()].reduce((sum, value) => sum + value, 0),
    calls.length,
  );
});
