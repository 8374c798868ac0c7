import type { Attributes, Meter } from '@opentelemetry/api';
import type { OwnCounters } from './own-counters.ts';
import { SeriesTree, type AttributeValues, type MetricDefinition, type SeriesBudget } from './series.ts';

/** What the instruments of a process are created with: one meter and one budget of series. */
export interface InstrumentSource {
  readonly meter: Meter;
  readonly counters: OwnCounters;
  readonly budget: SeriesBudget;
}

/** A histogram of the SDK, for a limited number of series. */
export class Histogram {
  readonly #series: SeriesTree<Attributes>;
  readonly #record: (value: number, attributes: Attributes) => void;

  /** `boundaries`: upper limits of the buckets, in the unit of the metric. */
  constructor(
    { meter, budget }: InstrumentSource,
    { name, unit, description, attributes }: MetricDefinition,
    boundaries: readonly number[],
  ) {
    this.#series = new SeriesTree(attributes, budget, (set) => set);
    const advice = { explicitBucketBoundaries: [...boundaries] };
    const histogram = meter.createHistogram(name, { unit, description, advice });
    this.#record = (value, set) => histogram.record(value, set);
  }

  record(values: AttributeValues, value: number): void {
    this.#record(value, this.#series.of(values));
  }
}
