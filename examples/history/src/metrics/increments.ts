import { isTruncation } from '@tokentrail/records';
import { finishReasonsOf, outcomeOfRecord, type CallRecord } from '../instrumentation.ts';
import type { Plan } from '../plan.ts';
import { headOf, type MadeRecord } from '../spans.ts';
import { CONVENTION_LABELS, METRICS, OWN_LABELS, SECONDS, TOKENS } from './metric-names.ts';
import type { Labels, Series, SeriesTable } from './series.ts';

/** A change of one series. */
export interface Increment {
  /** Unix ms. */
  at: number;
  series: Series;
  by: number;
}

/** Metrics whose totals over any range dashboards show and alerts compare: these need the value at any time. */
const DENSE: ReadonlySet<string> = new Set([
  METRICS.calls,
  METRICS.requests,
  METRICS.attempts,
  METRICS.paid,
  METRICS.charged,
  METRICS.unknownCost,
  METRICS.tokensByModel,
  METRICS.truncated,
  `${METRICS.duration}_count`,
  `${METRICS.tokens}_sum`,
]);

const NANO_PER_USD = 1e9;

/** What an ended record adds to the metrics. */
export function incrementsOf(made: MadeRecord, table: SeriesTable): Increment[] {
  const { plan, record, cost } = made;
  const at = record.endTime;
  if (at === undefined || (record.type !== 'usage' && record.type !== 'request')) return [];
  const target = targetOf(plan);
  const own = { ...target, ...ownLabels(record) };
  const add = (name: string, labels: Labels, by: number): Increment => {
    return { at, series: table.of(name, labels, DENSE.has(name)), by };
  };
  if (record.type === 'request') {
    return [
      add(METRICS.requests, { ...target, [OWN_LABELS.state]: outcomeOfRecord(record), ...callerLabels(record) }, 1),
    ];
  }
  const month = { [OWN_LABELS.month]: new Date(record.startTime).toISOString().slice(0, 7).replace('-', '') };
  const amounts = [
    [METRICS.paid, cost?.paid.nanoUsd],
    [METRICS.charged, cost?.charged.nanoUsd],
  ] as const;
  return [
    add(METRICS.calls, own, 1),
    ...attemptsOf(record, target).map((labels) => add(METRICS.attempts, labels, 1)),
    ...amounts.flatMap(([name, nanoUsd]) =>
      nanoUsd == null ? [] : [add(name, { ...own, ...month }, Number(nanoUsd) / NANO_PER_USD)],
    ),
    ...(amounts.some(([, nanoUsd]) => nanoUsd == null) ? [add(METRICS.unknownCost, { ...own, ...month }, 1)] : []),
    ...outputIncrements(record, { ...target, ...modelLabels(record) }, add),
    ...conventionIncrements(made, at, target, table),
  ];
}

function outputIncrements(
  record: CallRecord,
  labels: Labels,
  add: (name: string, labels: Labels, by: number) => Increment,
): Increment[] {
  const { usage } = record;
  const tokens = [
    ['input', usage?.inputTokens],
    ['output', usage?.outputTokens],
    ['cache_read', usage?.cacheReadTokens],
    ['cache_write', usage?.cacheWriteTokens],
  ] as const;
  return [
    ...tokens.flatMap(([type, count]) =>
      count === undefined ? [] : [add(METRICS.tokensByModel, { ...labels, [OWN_LABELS.type]: type }, count)],
    ),
    ...(finishReasonsOf(record).some(isTruncation) ? [add(METRICS.truncated, labels, 1)] : []),
  ];
}

function conventionIncrements(made: MadeRecord, at: number, target: Labels, table: SeriesTable): Increment[] {
  const { record } = made;
  const labels = { ...target, ...conventionLabels(record) };
  const observe = (name: string, more: Labels, value: number, boundaries: readonly number[]) =>
    observation(table, { name, labels: { ...labels, ...more }, value, boundaries }, at);
  const { usage, firstChunkMs } = record;
  const tokens = [
    ['input', usage?.inputTokens],
    ['output', usage?.outputTokens],
  ] as const;
  return [
    ...observe(
      METRICS.duration,
      { [CONVENTION_LABELS.errorType]: errorTypeOf(made) },
      (at - record.startTime) / 1000,
      SECONDS,
    ),
    ...(firstChunkMs === undefined ? [] : observe(METRICS.firstChunk, {}, firstChunkMs / 1000, SECONDS)),
    ...tokens.flatMap(([type, count]) =>
      count === undefined ? [] : observe(METRICS.tokens, { [CONVENTION_LABELS.tokenType]: type }, count, TOKENS),
    ),
  ];
}

interface Observation {
  name: string;
  labels: Labels;
  value: number;
  boundaries: readonly number[];
}

function observation(table: SeriesTable, { name, labels, value, boundaries }: Observation, at: number): Increment[] {
  const buckets = [...boundaries, Infinity].filter((boundary) => value <= boundary);
  return [
    { at, series: table.of(`${name}_sum`, labels, DENSE.has(`${name}_sum`)), by: value },
    { at, series: table.of(`${name}_count`, labels, DENSE.has(`${name}_count`)), by: 1 },
    ...buckets.map((le) => ({
      at,
      series: table.of(`${name}_bucket`, { ...labels, le: boundaryText(le) }, false),
      by: 1,
    })),
  ];
}

/** A boundary as Go writes it in the exporter's labels: from a million on with an exponent. */
function boundaryText(boundary: number): string {
  if (boundary === Infinity) return '+Inf';
  return boundary < 1e6 ? String(boundary) : boundary.toExponential().replace(/e\+(\d)$/, 'e+0$1');
}

/** The labels that the collector adds for the sending process. */
function targetOf({ service }: Plan): Labels {
  const { resource } = headOf(service);
  return {
    job: service,
    service_name: service,
    instance: resource['service.instance.id'],
  };
}

function callerLabels({ facts }: CallRecord): Labels {
  const keyName = typeof facts.key === 'object' ? facts.key.name : undefined;
  return { [OWN_LABELS.group]: facts.group, [OWN_LABELS.keyName]: keyName };
}

function modelLabels({ responding, facts }: CallRecord): Labels {
  return {
    [OWN_LABELS.provider]: responding?.info.provider ?? facts.provider,
    [OWN_LABELS.model]: facts.requestModel,
  };
}

function ownLabels(record: CallRecord): Labels {
  return { [OWN_LABELS.state]: outcomeOfRecord(record), ...modelLabels(record), ...callerLabels(record) };
}

function attemptsOf(record: CallRecord, target: Labels): Labels[] {
  return record.attempts
    .filter(({ wasSent }) => wasSent)
    .map(({ state, info }) => ({
      ...target,
      ...ownLabels(record),
      [OWN_LABELS.state]: state,
      [OWN_LABELS.provider]: info.provider ?? record.facts.provider,
      [OWN_LABELS.model]: info.model ?? record.facts.requestModel,
    }));
}

function conventionLabels(record: CallRecord): Labels {
  const { facts, responding } = record;
  return {
    [CONVENTION_LABELS.operation]: facts.operation,
    [CONVENTION_LABELS.provider]: responding?.info.provider ?? facts.provider,
    [CONVENTION_LABELS.requestModel]: facts.requestModel,
    [CONVENTION_LABELS.responseModel]: responding?.ending?.responseModel,
    [CONVENTION_LABELS.server]: responding?.info.serverAddress ?? facts.serverAddress,
  };
}

/** The record's own `error.type`, which its span has. */
function errorTypeOf({ spans }: MadeRecord): string | undefined {
  const found = spans[0]?.attributes.find(([key]) => key === 'errorType') ?? [];
  return typeof found[1] === 'string' ? found[1] : undefined;
}
