import type { DataQueryRequest } from '@grafana/data';
import { t } from '@grafana/i18n';
import { MAX_SERIES_BUCKETS, type TimeRange } from '@tokentrail/usage-store';
import { formatCount } from '../../format.ts';
import { bucketsOfLength, timeBuckets, type TimeBuckets } from '../../stats/time-buckets.ts';
import { QueryProblem } from './query-problem.ts';
import type { Step } from './types.ts';

/** With these, units that the ends of the range cut, and changes of the clock, stay within the limit of the store. */
const MAX_AUTO_POINTS = 300;

const STEP_MS: Readonly<Record<Exclude<Step, 'auto'>, number>> = {
  hour: 3_600_000,
  day: 86_400_000,
  week: 7 * 86_400_000,
  month: 30 * 86_400_000,
};

type Panel = Pick<DataQueryRequest, 'timezone' | 'intervalMs' | 'maxDataPoints'>;

/**
 * The points of a series: whole units in the zone of the panel. Throws a `QueryProblem` if there would be more than the store returns.
 */
export function stepsOf(range: TimeRange, step: Step, panel: Panel): TimeBuckets {
  const lengthMs = range.toMs - range.fromMs;
  if (step === 'auto') {
    const { maxDataPoints = MAX_AUTO_POINTS, intervalMs } = panel;
    const points = Math.min(MAX_AUTO_POINTS, maxDataPoints, intervalMs > 0 ? lengthMs / intervalMs : Infinity);
    return timeBuckets(range, panel.timezone, Math.max(Math.floor(points), 1));
  }
  const estimate = Math.ceil(lengthMs / STEP_MS[step]);
  // To divide a range of many years would take long.
  const steps = estimate > MAX_SERIES_BUCKETS ? null : bucketsOfLength(range, panel.timezone, { unit: step, count: 1 });
  const points = steps === null ? estimate : steps.bounds.length - 1;
  if (steps === null || points > MAX_SERIES_BUCKETS) {
    throw new QueryProblem(
      t(
        'query.step.too-short',
        'This step gives {{points}} points, and the most is {{max}}. Choose a longer step or a shorter time range.',
        { points: formatCount(points), max: formatCount(MAX_SERIES_BUCKETS) },
      ),
    );
  }
  return steps;
}
