import { ValueType, type Attributes, type HrTime } from '@opentelemetry/api';
import {
  AggregationTemporality,
  DataPointType,
  type DataPoint,
  type ScopeMetrics,
  type SumMetricData,
} from '@opentelemetry/sdk-metrics';
import { SeriesTree, type AttributeValues, type MetricDefinition, type SeriesBudget } from './series.ts';

/** A cumulative sum per series. */
export interface Counter {
  add(values: AttributeValues, amount: number): void;
}

interface Sum {
  readonly attributes: Attributes;
  readonly startTime: HrTime;
  value: number;
}

interface CounterState {
  readonly definition: MetricDefinition;
  readonly series: SeriesTree<Sum>;
}

/**
 * Counters that add up here and are exported as the SDK's data. The SDK's counter serializes the attributes at each
 * addition, which takes about 0.7 µs; its observed counter never removes a series, and the months of cost would pile up.
 */
export class OwnCounters {
  readonly #scope: ScopeMetrics['scope'];
  readonly #budget: SeriesBudget;
  readonly #counters: CounterState[] = [];

  constructor(scope: ScopeMetrics['scope'], budget: SeriesBudget) {
    this.#scope = scope;
    this.#budget = budget;
  }

  create(definition: MetricDefinition): Counter {
    const startSum = (attributes: Attributes): Sum => ({ attributes, startTime: timeNow(), value: 0 });
    const series = new SeriesTree(definition.attributes, this.#budget, startSum);
    this.#counters.push({ definition, series });
    return {
      add: (values, amount) => {
        series.of(values).value += amount;
      },
    };
  }

  /** Removes the series of all counters whose attributes match. */
  remove(matches: (attributes: Attributes) => boolean): void {
    for (const { series } of this.#counters) series.remove(matches);
  }

  /** The present values, as the SDK hands them to an exporter. */
  collect(): ScopeMetrics {
    const endTime = timeNow();
    const used = this.#counters.filter(({ series }) => series.all.length > 0);
    return { scope: this.#scope, metrics: used.map((counter) => dataOf(counter, endTime)) };
  }
}

function dataOf({ definition, series }: CounterState, endTime: HrTime): SumMetricData {
  const { name, unit, description } = definition;
  return {
    descriptor: { name, unit, description, valueType: ValueType.DOUBLE },
    dataPointType: DataPointType.SUM,
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    isMonotonic: true,
    dataPoints: series.all.map((sum): DataPoint<number> => ({ ...sum, endTime })),
  };
}

/** Seconds and nanoseconds since 1970. */
function timeNow(): HrTime {
  const ms = Date.now();
  return [Math.trunc(ms / 1000), (ms % 1000) * 1e6];
}
