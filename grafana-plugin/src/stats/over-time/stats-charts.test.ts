import { createTheme } from '@grafana/data';
import type { LatencyResult, Percentiles } from '@tokentrail/usage-store';
import { figuresOf } from '../../testing/series.ts';
import { summaryOf } from './chart-summary.ts';
import { partsOf } from './series-parts.ts';
import { latencyChart, seriesCharts, type ChartsInput } from './stats-charts.ts';

const theme = createTheme();
const points = [
  figuresOf(2, { calls: 10, failed: 1, cancelled: 2, inputTokens: 100, outputTokens: 20 }),
  figuresOf(0, { calls: 0 }),
  figuresOf(0, { calls: 0 }),
];
const total = { total: figuresOf(2, { calls: 10 }), points };
const whole: ChartsInput = { theme, total: points, parts: null, begun: 2 };
const byModel: ChartsInput = {
  ...whole,
  parts: partsOf({ total, values: [{ value: 'gpt-4o', ...total }], rest: null }, 'request_model', theme, false),
};

const chart = (id: string, input: ChartsInput) => seriesCharts(input).find((one) => one.id === id);
const valuesOf = (id: string, input = whole) =>
  Object.fromEntries((chart(id, input)?.series ?? []).map((series) => [series.id, series.values]));

test('buckets that have not begun have no values, and rates of no calls neither', () => {
  expect(valuesOf('cost')).toEqual({ all: [2, 0, null] });
  expect(valuesOf('error-rate')).toEqual({ all: [0.1, null, null] });
  expect(chart('error-rate', whole)?.series[0]?.textOf(1)).toBe('—');
  expect(chart('cost', whole)?.series[0]?.textOf(2)).toBe('—');
});

test('without a dimension, calls are divided by state in its colour, tokens by direction', () => {
  expect(valuesOf('calls')).toEqual({ failed: [1, 0, null], cancelled: [2, 0, null], success: [7, 0, null] });
  const { getColorByName } = theme.visualization;
  expect(chart('calls', whole)?.series.map(({ color }) => color)).toEqual([
    getColorByName('red'),
    theme.colors.text.secondary,
    getColorByName('green'),
  ]);
  expect(valuesOf('tokens')).toEqual({ input: [100, 0, null], output: [20, 0, null] });
});

test('by a dimension, each value is a series whose rows are known', () => {
  expect(valuesOf('tokens', byModel)).toEqual({ 'value gpt-4o': [120, 0, null] });
  const model = { field: 'request_model', values: ['gpt-4o'] };
  expect(chart('cost', byModel)?.series[0]?.conditions).toEqual([model]);
  expect(chart('error-rate', byModel)?.series[0]?.conditions).toEqual([model, { field: 'state', values: ['failed'] }]);
});

test('a cost says that it is a lower bound', () => {
  const unknown = [{ ...figuresOf(2), charged: { nanoUsd: '2000000000', unknown: 1 } }];
  expect(chart('cost', { ...whole, total: unknown })?.series[0]?.textOf(0)).toBe('≥ $2.00');
});

describe('latency', () => {
  const at = (p50: number, p95: number): Percentiles => ({ durationMs: { p50, p95, p99: p95 }, firstChunkMs: null });
  const none: Percentiles = { durationMs: null, firstChunkMs: null };
  const series = { total: at(100, 900), points: [at(100, 900), none, none] };
  const latency: LatencyResult = { total: series, values: [{ value: 'gpt-4o', ...series }] };

  test('is P50 and P95 of all calls, or P95 by value', () => {
    const lines = (input: ChartsInput) =>
      latencyChart(input, latency).series.map(({ label, values }) => [label, values]);
    expect(lines(whole)).toEqual([
      ['P50', [100, null, null]],
      ['P95', [900, null, null]],
    ]);
    expect(lines(byModel)).toEqual([['gpt-4o', [900, null, null]]]);
  });

  test('has no values while they load', () => {
    expect(latencyChart(byModel, null).series.map(({ values }) => values)).toEqual([[null, null, null]]);
  });
});

test('the summary of a chart names its highest value', () => {
  const [cost] = seriesCharts(whole);
  expect(cost && summaryOf(cost, (bucket) => `day ${bucket}`)).toBe('Highest value: Cost $2.00, day 0');
  const [empty] = seriesCharts({ ...whole, begun: 0 });
  expect(empty && summaryOf(empty, () => '')).toBe('No values');
});
