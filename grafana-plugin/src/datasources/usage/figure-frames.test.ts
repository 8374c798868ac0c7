import type { DataFrame } from '@grafana/data';
import type { LatencySeries, SeriesFigures } from '@tokentrail/usage-store';
import type { TimeBuckets } from '../../stats/time-buckets.ts';
import { seriesFrames, totalsFrame } from './figure-frames.ts';
import type { CallFigures } from './read-figures.ts';

const figuresOf = (change: Partial<SeriesFigures> = {}): SeriesFigures => ({
  calls: 4,
  failed: 1,
  cancelled: 0,
  inputTokens: 100,
  outputTokens: 20,
  cacheReadTokens: 50,
  cacheWriteTokens: 0,
  cacheHits: 2,
  charged: { nanoUsd: '2500000000', unknown: 0 },
  ...change,
});
const NONE = figuresOf({ calls: 0, failed: 0, inputTokens: 0, cacheHits: 0, charged: { nanoUsd: '0', unknown: 0 } });

const latency: LatencySeries = {
  total: { durationMs: { p50: 1, p95: 2, p99: 3 }, firstChunkMs: null },
  points: [
    { durationMs: { p50: 4, p95: 5, p99: 6 }, firstChunkMs: null },
    { durationMs: null, firstChunkMs: null },
  ],
};

function read(value: string | null, total = figuresOf(), others: number | null = null): CallFigures {
  return { value, others, series: { total, points: [total, NONE] }, latency: others === null ? latency : null };
}

const request = {
  refId: 'A',
  by: 'request_model' as const,
  urlOf: ({ value }: CallFigures) => (value === null ? null : `/calls?model=${value}`),
};
const steps: TimeBuckets = {
  length: { unit: 'minute', count: 1 },
  bounds: [1500, 2000, 3000],
  wholeUnits: { fromMs: 1000, toMs: 3000 },
};
const series = { ...request, steps, legend: '', nowMs: 5000 };

function valuesOf(frame: DataFrame | undefined, name: string): readonly unknown[] | undefined {
  return frame?.fields.find((field) => field.name === name)?.values;
}

const legends = (frames: readonly DataFrame[]) => frames.map(({ fields }) => fields[1]?.config.displayNameFromDS);

describe('totals', () => {
  test('have a row for each value and one for the others, with units', () => {
    const frame = totalsFrame([read('gpt-4o'), read(''), read(null, figuresOf({ calls: 9 }), 7)], {
      ...request,
      figures: ['calls', 'cost', 'error_rate', 'duration_p95'],
    });
    expect(valuesOf(frame, 'model')).toEqual(['gpt-4o', 'not reported', 'Other']);
    expect(valuesOf(frame, 'calls')).toEqual([4, 4, 9]);
    expect(valuesOf(frame, 'cost')).toEqual([2.5, 2.5, 2.5]);
    expect(valuesOf(frame, 'duration_p95')).toEqual([2, 2, null]);
    expect(frame.fields.map(({ config }) => config.unit)).toEqual([
      undefined,
      'short',
      'currencyUSD',
      'percentunit',
      'ms',
    ]);
  });

  test('link each row to its calls, if its name says which row it is', () => {
    const frame = totalsFrame([read('gpt-4o'), read('Other'), read(''), read(null, figuresOf(), 7)], {
      ...request,
      figures: ['calls'],
    });
    const [link] = frame.fields[1]?.config.links ?? [];
    const urls = ['gpt-4o', 'not reported', 'Other'].map((name) =>
      link?.onBuildUrl?.({ origin: null, replaceVariables: () => name }),
    );
    expect(urls).toEqual(['/calls?model=gpt-4o', '/calls?model=', '']);
    expect(frame.fields[0]?.config.links).toBeUndefined();
  });

  test('without a dimension are one row', () => {
    const frame = totalsFrame([read(null)], { ...request, by: null, figures: ['tokens', 'cached_share'] });
    expect(frame.fields.map(({ name, values }) => [name, values])).toEqual([
      ['tokens', [120]],
      ['cached_share', [0.5]],
    ]);
  });

  test('show an unknown cost as no value, and say that sums are lower bounds', () => {
    const unknown = figuresOf({ charged: { nanoUsd: '0', unknown: 4 } });
    const partly = figuresOf({ charged: { nanoUsd: '1000000000', unknown: 1 } });
    const frame = totalsFrame([read('a', unknown), read('b', partly)], { ...request, figures: ['cost'] });
    expect(valuesOf(frame, 'cost')).toEqual([null, 1]);
    expect(frame.meta?.notices).toEqual([{ severity: 'info', text: expect.stringContaining('5 calls') as string }]);
  });

  test('show a rate of no calls as no value, and a count as 0', () => {
    const frame = totalsFrame([read(null, NONE)], { ...request, by: null, figures: ['error_rate', 'calls', 'cost'] });
    expect(frame.fields.map(({ values }) => values[0])).toEqual([null, 0, 0]);
  });
});

describe('series', () => {
  test('are one data frame for each value and figure, with labels', () => {
    const frames = seriesFrames([read('gpt-4o'), read(null, figuresOf(), 3)], {
      ...series,
      figures: ['calls', 'duration_p50'],
    });
    expect(frames.map(({ fields }) => [fields[1]?.name, fields[1]?.labels])).toEqual([
      ['calls', { model: 'gpt-4o' }],
      ['duration_p50', { model: 'gpt-4o' }],
      ['calls', { model: 'Other' }],
      ['duration_p50', { model: 'Other' }],
    ]);
    expect(valuesOf(frames[0], 'time')).toEqual([1000, 2000]);
    expect(valuesOf(frames[0], 'calls')).toEqual([4, 0]);
    expect(valuesOf(frames[1], 'duration_p50')).toEqual([4, null]);
  });

  test('have their points at the starts of whole units', () => {
    const [frame] = seriesFrames([read('a')], { ...series, figures: ['calls'] });
    expect(valuesOf(frame, 'time')).toEqual([1000, 2000]);
  });

  test('have their only point within the range', () => {
    const one = { ...steps, bounds: [1500, 2000] };
    const [frame] = seriesFrames([read('a')], { ...series, steps: one, figures: ['calls'] });
    expect(valuesOf(frame, 'time')).toEqual([1500]);
  });

  test('are named by their values, by their figures, or by both', () => {
    const one = [read('gpt-4o')];
    expect(legends(seriesFrames(one, { ...series, figures: ['cost'] }))).toEqual(['gpt-4o']);
    expect(legends(seriesFrames(one, { ...series, figures: ['cost', 'duration_p95'] }))).toEqual([
      'gpt-4o Cost',
      'gpt-4o p95',
    ]);
    expect(legends(seriesFrames([read(null)], { ...series, by: null, figures: ['duration_p95'] }))).toEqual(['p95']);
    const legend = '{{figure}} of {{ model }}';
    expect(legends(seriesFrames(one, { ...series, figures: ['cost'], legend }))).toEqual(['Cost of gpt-4o']);
  });

  test('have no value for the future', () => {
    const frames = seriesFrames([read('a')], { ...series, figures: ['calls'], nowMs: 1500 });
    expect(valuesOf(frames[0], 'calls')).toEqual([4, null]);
  });
});
