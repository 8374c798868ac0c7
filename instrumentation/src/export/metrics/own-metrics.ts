import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type HistogramMetricData,
  type MetricData,
  type MetricDescriptor,
  type ScopeMetrics,
  type SumMetricData,
} from '@opentelemetry/sdk-metrics';
import { SeriesTree, type AttributeValues, type MetricDefinition, type SeriesBudget } from './series.ts';

/** A cumulative sum per series. */
export interface Counter {
  add(values: AttributeValues, amount: number): void;
}

export interface Histogram {
  record(values: AttributeValues, value: number): void;
}

/** One series of a metric: what the SDK calls a data point, without its end time. */
interface Point<V> {
  readonly attributes: Attributes;
  readonly startTime: HrTime;
  value: V;
}

type Distribution = HistogramMetricData['dataPoints'][number]['value'];

/** A metric and the data that the SDK hands to an exporter. */
interface OwnMetric {
  remove(matches: (attributes: Attributes) => boolean): void;
  collect(endTime: HrTime): MetricData;
}

/**
 * The metrics of calls, aggregated here and exported as the SDK's data. The SDK's instruments serialize the attributes at
 * each measurement, which takes about 0.9 µs and several times as long in a busy process, and never remove a series, so
 * that the months of cost would pile up (docs/decisions/0012-metrics-on-the-sdk.md).
 */
export class OwnMetrics {
  readonly #scope: ScopeMetrics['scope'];
  readonly #budget: SeriesBudget;
  readonly #metrics: OwnMetric[] = [];

  /** `budget`: the series that all these metrics may have. */
  constructor(scope: ScopeMetrics['scope'], budget: SeriesBudget) {
    this.#scope = scope;
    this.#budget = budget;
  }

  counter(definition: MetricDefinition): Counter {
    const points = this.#points(definition, () => 0);
    this.#add(points, (endTime): SumMetricData => {
      const dataPoints = points.all.map((point) => ({ ...point, endTime }));
      return { ...head(definition), dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints };
    });
    return {
      add: (values, amount) => {
        points.of(values).value += amount;
      },
    };
  }

  /** `boundaries`: upper limits of the buckets, ascending, in the unit of the metric. */
  histogram(definition: MetricDefinition, boundaries: readonly number[]): Histogram {
    const points = this.#points(definition, () => emptyDistribution(boundaries));
    this.#add(points, (endTime): HistogramMetricData => {
      const dataPoints = points.all.map((point) => ({ ...point, endTime }));
      return { ...head(definition), dataPointType: DataPointType.HISTOGRAM, dataPoints };
    });
    return { record: (values, value) => addTo(points.of(values).value, value) };
  }

  /** Removes the series of all metrics whose attributes match. */
  remove(matches: (attributes: Attributes) => boolean): void {
    for (const metric of this.#metrics) metric.remove(matches);
  }

  /** The present data. The points of histograms are live: encode the result before the next measurement. */
  collect(): ScopeMetrics {
    const endTime = timeNow();
    const metrics = this.#metrics.map((metric) => metric.collect(endTime));
    return { scope: this.#scope, metrics: metrics.filter(({ dataPoints }) => dataPoints.length > 0) };
  }

  #points<V>({ attributes }: MetricDefinition, first: () => V): SeriesTree<Point<V>> {
    return new SeriesTree(attributes, this.#budget, (set) => ({
      attributes: set,
      startTime: timeNow(),
      value: first(),
    }));
  }

  #add(points: Pick<SeriesTree<unknown>, 'remove'>, collect: OwnMetric['collect']): void {
    this.#metrics.push({ remove: (matches) => points.remove(matches), collect });
  }
}

function head({ name, unit, description }: MetricDefinition): {
  descriptor: MetricDescriptor;
  aggregationTemporality: AggregationTemporality;
} {
  const descriptor = { name, unit, description, valueType: ValueType.DOUBLE };
  return { descriptor, aggregationTemporality: AggregationTemporality.CUMULATIVE };
}

function emptyDistribution(boundaries: readonly number[]): Distribution {
  const counts = new Array<number>(boundaries.length + 1).fill(0);
  return { buckets: { boundaries: [...boundaries], counts }, count: 0, sum: 0, min: Infinity, max: -Infinity };
}

function addTo(distribution: Distribution, value: number): void {
  const { boundaries, counts } = distribution.buckets;
  let bucket = 0;
  while (bucket < boundaries.length && value > boundaries[bucket]!) bucket++;
  counts[bucket]!++;
  distribution.count++;
  if (distribution.sum !== undefined) distribution.sum += value;
  distribution.min = Math.min(distribution.min ?? value, value);
  distribution.max = Math.max(distribution.max ?? value, value);
}

/** Seconds and nanoseconds since 1970. */
function timeNow(): HrTime {
  const ms = Date.now();
  return [Math.trunc(ms / 1000), (ms % 1000) * 1e6];
}
