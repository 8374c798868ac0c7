import { MeterProvider, MetricReader, type MetricData } from '@opentelemetry/sdk-metrics';
import { OwnMetrics } from './own-metrics.ts';
import { SeriesBudget, type MetricDefinition } from './series.ts';

class Reader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

const BOUNDARIES = [0.1, 1, 10];
const DEFINITION: MetricDefinition = {
  name: 'length',
  unit: 's',
  description: 'a length',
  attributes: [
    { name: 'model', inRest: 'other' },
    { name: 'state', inRest: 'value' },
  ],
};
const { name, unit, description } = DEFINITION;

const own = () => new OwnMetrics({ name: 'scope' }, new SeriesBudget());

/** The data without its times. */
function comparable(metrics: readonly MetricData[] = []) {
  return metrics.map(({ descriptor, dataPoints, ...rest }) => ({
    ...rest,
    unit: descriptor.unit,
    points: (dataPoints as { attributes: object; value: unknown }[]).map(({ attributes, value }) => [
      attributes,
      value,
    ]),
  }));
}

test("a counter and a histogram give the data of the SDK's own instruments", async () => {
  const metrics = own();
  const counter = metrics.counter({ ...DEFINITION, name: 'count' });
  const histogram = metrics.histogram(DEFINITION, BOUNDARIES);
  const reader = new Reader();
  const meter = new MeterProvider({ readers: [reader] }).getMeter('scope');
  const sdkCounter = meter.createCounter('count', { unit, description });
  const sdkHistogram = meter.createHistogram(name, {
    unit,
    description,
    advice: { explicitBucketBoundaries: [...BOUNDARIES] },
  });
  for (const [model, value] of [
    ['a', 0],
    ['a', 0.1],
    ['a', 0.5],
    ['b', 1],
    ['a', 10],
    ['a', 10.5],
  ] as const) {
    counter.add([model, 'success'], value);
    sdkCounter.add(value, { model, state: 'success' });
    histogram.record([model, 'success'], value);
    sdkHistogram.record(value, { model, state: 'success' });
  }
  const { resourceMetrics } = await reader.collect();
  const [ours, sdk] = [metrics.collect().metrics, resourceMetrics.scopeMetrics[0]?.metrics];
  const points = comparable(ours);
  expect(points).toHaveLength(2);
  expect(points).toMatchObject(
    comparable(sdk).map(({ points: values, unit: unitOfSdk }) => ({ points: values, unit: unitOfSdk })),
  );
  expect(ours.map(({ dataPointType }) => dataPointType)).toEqual(sdk?.map(({ dataPointType }) => dataPointType));
});

test('values stay from one export to the next, and a series keeps its start time', () => {
  const metrics = own();
  const counter = metrics.counter(DEFINITION);
  counter.add(['a', 'success'], 1);
  const [first] = metrics.collect().metrics;
  counter.add(['a', 'success'], 2);
  const [second] = metrics.collect().metrics;
  expect([first, second].map((metric) => metric?.dataPoints[0]?.value)).toEqual([1, 3]);
  expect(second?.dataPoints[0]?.startTime).toEqual(first?.dataPoints[0]?.startTime);
});

test('metrics without a series have no data; removed series end', () => {
  const metrics = own();
  const counter = metrics.counter(DEFINITION);
  metrics.histogram(DEFINITION, BOUNDARIES);
  expect(metrics.collect().metrics).toEqual([]);
  counter.add(['a', 'success'], 1);
  counter.add(['b', 'success'], 1);
  metrics.remove(({ model }) => model === 'a');
  expect(metrics.collect().metrics[0]?.dataPoints.map(({ attributes }) => attributes)).toEqual([
    { model: 'b', state: 'success' },
  ]);
});
