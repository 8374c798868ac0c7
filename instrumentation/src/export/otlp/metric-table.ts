import { ProtobufWriter } from './protobuf-writer.ts';

/** A set of labels, created once for all its points. */
export type Labels = Readonly<Record<string, string>>;

/** A cumulative sum. */
export interface Counter {
  add(labels: Labels, value: number): void;
}

export interface HistogramMetric {
  record(labels: Labels, value: number): void;
}

/** Period of a cumulative sum, unix nanoseconds. */
interface Period {
  start: bigint;
  end: bigint;
}

/**
 * Maximum number of label sets. Further ones share an overflow set, so that an app with ids in model names does not
 * fill the memory.
 */
const MAX_LABEL_SETS = 2000;
const OVERFLOW: Labels = { 'otel.metric.overflow': 'true' };
export const NO_LABELS: Labels = {};

/** A node of the label tree: its children by the next label's value, and the label set that ends here. */
interface LabelNode {
  readonly next: Map<string | undefined, LabelNode>;
  labels?: Labels;
}

/**
 * Cumulative sums and histograms, encoded as OTLP. The OpenTelemetry SDK hashes the labels for each value of each
 * instrument; here a record looks up its labels once, so its metrics take one or two microseconds.
 */
export class MetricTable {
  readonly #names: readonly string[];
  /**
   * A tree with one level per label name. Comparing label objects is far more expensive: V8 recompiled that comparison
   * every few hundred calls.
   */
  readonly #root: LabelNode = { next: new Map() };
  #labelSets = 0;
  readonly #metrics: ((period: Period) => Uint8Array | undefined)[] = [];
  readonly #start = unixNano();

  /** `labelNames`: the names of all label sets. */
  constructor(labelNames: readonly string[]) {
    this.#names = labelNames;
  }

  /** The label set with these values, in the order of the names; undefined values are left out. */
  labels(values: readonly (string | undefined)[]): Labels {
    let node: LabelNode | undefined = this.#root;
    for (const value of values) node = node?.next.get(value);
    return node?.labels ?? this.#newLabels(values);
  }

  #newLabels(values: readonly (string | undefined)[]): Labels {
    if (this.#labelSets >= MAX_LABEL_SETS) return OVERFLOW;
    this.#labelSets++;
    let node = this.#root;
    const labels: Record<string, string> = {};
    for (const [index, value] of values.entries()) {
      const next = node.next.get(value) ?? { next: new Map() };
      node.next.set(value, next);
      node = next;
      const name = this.#names[index];
      if (name !== undefined && value !== undefined) labels[name] = value;
    }
    return (node.labels = labels);
  }

  counter(name: string, unit: string, description: string): Counter {
    const sums = new Map<Labels, SumPoint>();
    this.#metrics.push((period) => encodeMetric({ name, unit, description }, sums, SUM, encodeSumPoint, period));
    return {
      add: (labels, value) => {
        const point = sums.get(labels);
        if (point === undefined) sums.set(labels, { sum: value });
        else point.sum += value;
      },
    };
  }

  histogram(name: string, unit: string, description: string, boundaries: readonly number[]): HistogramMetric {
    const points = new Map<Labels, HistogramPoint>();
    this.#metrics.push((period) =>
      encodeMetric({ name, unit, description }, points, HISTOGRAM, encodeHistogramPoint, period),
    );
    return {
      record: (labels, value) => {
        let point = points.get(labels);
        if (point === undefined) {
          const counts = new Array<number>(boundaries.length + 1).fill(0);
          point = { sum: 0, count: 0, min: Infinity, max: -Infinity, counts, boundaries };
          points.set(labels, point);
        }
        point.sum += value;
        point.count++;
        point.min = Math.min(point.min, value);
        point.max = Math.max(point.max, value);
        let index = 0;
        while (index < boundaries.length && value > (boundaries[index] ?? 0)) index++;
        point.counts[index] = (point.counts[index] ?? 0) + 1;
      },
    };
  }

  /** Encodes every metric that has a value, each as one element of `ScopeMetrics.metrics` including tag and length. */
  encode(): Uint8Array[] {
    const period = { start: this.#start, end: unixNano() };
    return this.#metrics.map((encode) => encode(period)).filter((encodedMetric) => encodedMetric !== undefined);
  }
}

interface SumPoint {
  sum: number;
}

interface HistogramPoint {
  sum: number;
  count: number;
  min: number;
  max: number;
  counts: number[];
  boundaries: readonly number[];
}

// Tags of opentelemetry/proto/metrics/v1: field number * 8 + wire type (0 varint, 1 fixed64, 2 delimited).
const SCOPE_METRICS_METRICS = 2 * 8 + 2;
const METRIC = { name: 1 * 8 + 2, description: 2 * 8 + 2, unit: 3 * 8 + 2 };
const DATA_POINTS = 1 * 8 + 2;
const CUMULATIVE = Uint8Array.of(2 * 8, 2);
const MONOTONIC = Uint8Array.of(3 * 8, 1);
const SUM = { field: 7 * 8 + 2, attributes: 7 * 8 + 2, monotonic: true };
const HISTOGRAM = { field: 9 * 8 + 2, attributes: 9 * 8 + 2, monotonic: false };
const POINT = { start: 2 * 8 + 1, time: 3 * 8 + 1, asDouble: 4 * 8 + 1 };
const HISTOGRAM_POINT = {
  count: 4 * 8 + 1,
  sum: 5 * 8 + 1,
  counts: 6 * 8 + 2,
  bounds: 7 * 8 + 2,
  min: 11 * 8 + 1,
  max: 12 * 8 + 1,
};
const ATTRIBUTE = { key: 1 * 8 + 2, value: 2 * 8 + 2, string: 1 * 8 + 2 };

const writer = new ProtobufWriter();

function encodeMetric<P>(
  { name, unit, description }: { name: string; unit: string; description: string },
  points: ReadonlyMap<Labels, P>,
  kind: typeof SUM | typeof HISTOGRAM,
  encodePoint: (point: P) => void,
  period: Period,
): Uint8Array | undefined {
  if (points.size === 0) {
    return undefined;
  }
  if (kind.monotonic) writer.bytes(MONOTONIC);
  writer.bytes(CUMULATIVE);
  for (const [labels, point] of points) {
    const start = writer.length;
    encodePoint(point);
    writer.fixed64(period.end);
    writer.varint(POINT.time);
    writer.fixed64(period.start);
    writer.varint(POINT.start);
    encodeLabels(kind.attributes, labels);
    writer.delimit(DATA_POINTS, start);
  }
  writer.delimit(kind.field, 0);
  for (const [tag, text] of [
    [METRIC.unit, unit],
    [METRIC.description, description],
    [METRIC.name, name],
  ] as const) {
    writer.string(text);
    writer.varint(tag);
  }
  writer.delimit(SCOPE_METRICS_METRICS, 0);
  return writer.take();
}

function encodeLabels(field: number, labels: Labels): void {
  for (const name in labels) {
    const start = writer.length;
    writer.string(labels[name] ?? '');
    writer.varint(ATTRIBUTE.string);
    writer.delimit(ATTRIBUTE.value, start);
    writer.string(name);
    writer.varint(ATTRIBUTE.key);
    writer.delimit(field, start);
  }
}

function encodeSumPoint({ sum }: SumPoint): void {
  writer.double(sum);
  writer.varint(POINT.asDouble);
}

function encodeHistogramPoint(point: HistogramPoint): void {
  for (const key of ['max', 'min'] as const) {
    writer.double(point[key]);
    writer.varint(HISTOGRAM_POINT[key]);
  }
  let start = writer.length;
  for (const boundary of point.boundaries.toReversed()) writer.double(boundary);
  writer.delimit(HISTOGRAM_POINT.bounds, start);
  start = writer.length;
  for (const count of point.counts.toReversed()) writer.fixed64(BigInt(count));
  writer.delimit(HISTOGRAM_POINT.counts, start);
  writer.double(point.sum);
  writer.varint(HISTOGRAM_POINT.sum);
  writer.fixed64(BigInt(point.count));
  writer.varint(HISTOGRAM_POINT.count);
}

function unixNano(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
