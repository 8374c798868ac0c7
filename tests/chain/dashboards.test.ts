/** The provisioned dashboards' expressions, on the metrics of the example history in a real Prometheus. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { daysUntil, plansOfDay } from '../../examples/history/src/history.ts';
import { MetricHistory } from '../../examples/history/src/metrics/metric-history.ts';
import { RecordMaker } from '../../examples/history/src/spans.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';
import { AWAY, scratchFolder } from '../collector/setup.ts';
import { startPrometheus, type Series } from './prometheus.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DASHBOARDS = join(ROOT, 'provisioning', 'dashboards');
const PROMETHEUS = findOnPath('prometheus');
const HOUR_MS = 3_600_000;
/** The history has samples every five minutes. */
const UNTIL_MS = Math.floor(Date.now() / 300_000) * 300_000;
const skip = PROMETHEUS === null || findOnPath('promtool') === null ? 'there is no prometheus on the PATH' : false;

interface Dashboard {
  title: string;
  panels: { title: string; targets: { expr?: string }[] }[];
}

/** Panels of numbers that the history has not, because it sends no records of its own. Its `metrics.test.ts` has them. */
const WITHOUT_HISTORY = 'tokentrail_records_';

function expressions(): { panel: string; expr: string }[] {
  const files = readdirSync(DASHBOARDS).filter((name) => name.endsWith('.json'));
  return files.flatMap((file) => {
    const { title, panels } = JSON.parse(readFileSync(join(DASHBOARDS, file), 'utf8')) as Dashboard;
    return panels.flatMap((panel) =>
      panel.targets.flatMap(({ expr }) => (expr === undefined ? [] : [{ panel: `${title}: ${panel.title}`, expr }])),
    );
  });
}

/** The expression with "All" in each variable, for a range of one day in steps of an interval. */
function withInterval(expr: string, interval: string): string {
  const values: Readonly<Record<string, string>> = {
    __interval: interval,
    __rate_interval: interval,
    __range: '1d',
    // Also in the first hours of a month there are calls of it, or it is the month before.
    '__to:date:YYYYMM': new Date(UNTIL_MS - 6 * HOUR_MS).toISOString().slice(0, 7).replace('-', ''),
  };
  return expr.replace(
    /\$\{([\w:]+)\}|\$(\w+)/g,
    (_match, braced?: string, plain?: string) => values[braced ?? plain ?? ''] ?? '.*',
  );
}

/** Writes the metrics of the last two days of a history into the data folder of a Prometheus. */
async function importHistory(folder: string, data: string): Promise<void> {
  const metrics = new MetricHistory();
  const maker = new RecordMaker(join(ROOT, 'examples', 'prices.yaml'), (line) => assert.fail(line));
  for (const day of daysUntil(UNTIL_MS).slice(-2)) {
    for (const plan of plansOfDay(day, UNTIL_MS)) metrics.add(maker.make(plan));
  }
  maker.stop();
  const script = join(ROOT, 'examples', 'history', 'import-metrics.sh');
  const importer = spawn('sh', [script, join(folder, 'files'), data], { stdio: 'inherit' });
  const ended = once(importer, 'exit');
  await metrics.write(join(folder, 'files'), UNTIL_MS);
  assert.deepEqual(await ended, [0, null]);
}

test('the dashboards’ expressions on the example history', { skip }, async (t) => {
  const folder = scratchFolder(t);
  await importHistory(folder, join(folder, 'prometheus'));
  const prometheus = await startPrometheus(t, PROMETHEUS!, folder, { metricsUrl: AWAY, selfMetricsUrl: AWAY });
  const all = expressions().filter(({ expr }) => !expr.includes(WITHOUT_HISTORY));
  assert.ok(all.length >= 8);

  for (const { panel, expr } of all) {
    await t.test(`${panel}: has a number above 0`, async () => {
      const series = await prometheus.query(`max_over_time((${withInterval(expr, '1h')})[20h:1h])`, UNTIL_MS);
      assert.ok(series.some(({ value }) => value > 0));
    });
  }

  const counts = all.filter(({ expr }) => expr.includes('offset $__interval') && !expr.includes(' / '));
  assert.ok(counts.length >= 3);
  for (const { panel, expr } of counts) {
    await t.test(`${panel}: the steps of 20 hours add up to the range`, async () => {
      // A subquery of 20 hours would have a step more in a Prometheus 2, which counts both ends.
      const steps = await prometheus.query(`sum_over_time((${withInterval(expr, '5m')})[1197m:5m])`, UNTIL_MS);
      const range = await prometheus.query(withInterval(expr, '20h'), UNTIL_MS);
      assert.deepEqual(sumsOf(steps), sumsOf(range));
    });
  }
});

/** Values by their labels. A series without a change in a step is 0 there. */
function sumsOf(series: Series[]): Record<string, number> {
  const entries = series.map(({ labels, value }) => [Object.values(labels).join(' '), Math.round(value * 1e6) / 1e6]);
  return Object.fromEntries(entries.filter(([, value]) => value !== 0)) as Record<string, number>;
}
