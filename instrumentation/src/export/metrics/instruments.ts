import type { Attributes, Meter } from '@opentelemetry/api';
import { SeriesTree, type AttributeName, type AttributeValues, type SeriesBudget } from './series.ts';

/** Creates the instruments of a process on one meter and one budget of series. */
export interface InstrumentSource {
  readonly meter: Meter;
  readonly budget: SeriesBudget;
}

export interface MetricDefinition {
  readonly name: string;
  readonly unit: string;
  readonly description: string;
  readonly attributes: readonly AttributeName[];
}

/**
 * A counter that adds up here and is observed at each export. The SDK's own counter serializes the attributes at each
 * addition, which takes about 0.7 µs.
 */
export class Counter {
  readonly #series: SeriesTree<{ readonly attributes: Attributes; sum: number }>;

  constructor({ meter, budget }: InstrumentSource, { name, unit, description, attributes }: MetricDefinition) {
    this.#series = new SeriesTree(attributes, budget, (set) => ({ attributes: set, sum: 0 }));
    meter.createObservableCounter(name, { unit, description }).addCallback((result) => {
      for (const series of this.#series.all) result.observe(series.sum, series.attributes);
    });
  }

  add(values: AttributeValues, amount: number): void {
    this.#series.of(values).sum += amount;
  }
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
