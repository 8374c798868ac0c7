import { figuresOf } from '../../testing/series.ts';
import { cacheFigure, errorFigure, latencyFigures, sumFigures } from './stats-figure.ts';

const now = figuresOf(12.5, { calls: 200, failed: 5, cacheHits: 50, inputTokens: 1200, outputTokens: 300 });
const before = figuresOf(10, { calls: 100, failed: 5, cacheHits: 40, inputTokens: 1000, outputTokens: 300 });

test('sums of both periods, in words and as numbers', () => {
  const [cost, calls, input, output] = sumFigures(now, before);
  expect(cost?.values).toMatchObject({ current: { value: '$12.50' }, previous: { value: '$10.00', number: 10e9 } });
  expect(calls?.values?.current).toMatchObject({ value: '200', exact: '200 calls' });
  expect([input, output].map((figure) => figure?.values?.current.number)).toEqual([1200, 300]);
});

test('a cost with unknown amounts is a lower bound', () => {
  const unknown = { ...now, charged: { ...now.charged, unknown: 2 } };
  const [cost] = sumFigures(unknown, before);
  expect(cost?.values?.current).toMatchObject({ value: '≥ $12.50', isLowerBound: true });
});

test('rates are shares of calls; fewer errors and more cache hits are better', () => {
  expect(errorFigure(now, before)).toMatchObject({
    better: 'less',
    target: { conditions: [{ field: 'state', values: ['failed'] }] },
    values: { current: { value: '2.5%', exact: '5 of 200 calls' }, previous: { value: '5.0%' } },
  });
  expect(cacheFigure(now, before)).toMatchObject({ better: 'more', values: { current: { value: '25.0%' } } });
});

test('a rate of no calls and a percentile without values are unknown, not 0', () => {
  const none = figuresOf(0, { calls: 0 });
  expect(errorFigure(now, none).values?.previous).toMatchObject({ value: '—', number: null });
  const [p50] = latencyFigures({ durationMs: null, firstChunkMs: null }, { durationMs: null, firstChunkMs: null });
  expect(p50?.values?.current).toMatchObject({ value: '—', copied: null, number: null });
});

test('nothing is known while the figures load', () => {
  const figures = [...sumFigures(null, null), errorFigure(null, null), ...latencyFigures(undefined, undefined)];
  expect(figures.map(({ values }) => values)).toEqual(figures.map(() => null));
});
