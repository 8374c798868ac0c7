import type { DataSourceRef, Panel } from './dashboard.ts';
import { PROMETHEUS } from './prometheus-queries.ts';
import { USAGE } from './usage-queries.ts';

/** Ids of Grafana's units. */
export type Unit = 'currencyUSD' | 'short' | 'percentunit' | 'ms' | 's' | 'bytes';

interface Words {
  title: string;
  description: string;
}

interface Graph extends Words {
  unit: Unit;
  targets: readonly object[];
  overrides?: readonly object[];
}

/** Colours of the states in all of TokenTrail: success green, cancelled grey, failed red. */
export const STATE_COLOURS: readonly object[] = [
  colour('^(success|Succeeded)$', 'green'),
  colour('^(cancelled|Cancelled)$', '#808080'),
  colour('^(failed|Failed)$', 'red'),
];

function colour(regexp: string, fixedColor: string): object {
  return {
    matcher: { id: 'byRegexp', options: `/${regexp}/` },
    properties: [{ id: 'color', value: { mode: 'fixed', fixedColor } }],
  };
}

/** Names of figures that say what they measure, where no title does. */
const FIGURE_NAMES = ['p50', 'p95', 'p99'].map((name) => ({
  matcher: { id: 'byName', options: name },
  properties: [{ id: 'displayName', value: `Duration ${name}` }],
}));

/** Single figures beside each other: one for each number of the result. At most three are readable on a phone. */
export function figures(source: DataSourceRef, words: Words, targets: readonly object[]): Panel {
  return {
    ...panel('stat', words, source, targets),
    fieldConfig: {
      // The usage data source has units of its own.
      defaults: { color: { mode: 'fixed', fixedColor: 'text' }, ...(source === PROMETHEUS && { unit: 'short' }) },
      overrides: FIGURE_NAMES,
    },
    options: { ...REDUCED, colorMode: 'none', graphMode: 'none', textMode: 'value_and_name', orientation: 'vertical' },
  };
}

/** A graph of what happened in each step: bars on top of each other. */
export function stackedBars(source: DataSourceRef, { unit, targets, overrides = [], ...words }: Graph): Panel {
  const custom = { drawStyle: 'bars', fillOpacity: 80, lineWidth: 0, stacking: { mode: 'normal', group: 'A' } };
  return graph(source, words, targets, { unit, min: 0, custom }, overrides);
}

/** A graph of a measured value, such as a share or a percentile. A time without a value is a gap. */
export function lines(source: DataSourceRef, { unit, targets, overrides = [], ...words }: Graph): Panel {
  const custom = { drawStyle: 'line', lineWidth: 2, fillOpacity: 0, showPoints: 'auto', spanNulls: false };
  const max = unit === 'percentunit' ? { max: 1 } : {};
  return graph(source, words, targets, { unit, min: 0, ...max, custom }, overrides);
}

function graph(
  source: DataSourceRef,
  words: Words,
  targets: readonly object[],
  defaults: object,
  overrides: readonly object[],
): Panel {
  return {
    ...panel('timeseries', words, source, targets),
    ...stepsOf(source),
    fieldConfig: { defaults, overrides },
    options: {
      legend: { displayMode: 'list', placement: 'bottom', showLegend: true },
      tooltip: { mode: 'multi', sort: 'desc' },
    },
  };
}

/** The names in the first column are longer than the figures. */
const NAME_COLUMN = {
  matcher: { id: 'byType', options: 'string' },
  properties: [{ id: 'custom.width', value: 160 }],
};

/** A table of the usage data source, whose columns have names and units already. */
export function table(words: Words, targets: readonly object[]): Panel {
  return {
    ...panel('table', words, USAGE, targets),
    fieldConfig: { defaults: { custom: { minWidth: 70 } }, overrides: [NAME_COLUMN] },
    options: { cellHeight: 'sm', showHeader: true },
  };
}

/** A bar for each series of the result, the longest first. */
export function bars(source: DataSourceRef, { unit, targets, overrides = [], ...words }: Graph): Panel {
  return {
    ...panel('bargauge', words, source, targets),
    fieldConfig: { defaults: { unit, min: 0, color: { mode: 'fixed', fixedColor: 'blue' } }, overrides },
    options: {
      ...REDUCED,
      orientation: 'horizontal',
      displayMode: 'basic',
      showUnfilled: false,
      valueMode: 'text',
      sizing: 'auto',
    },
  };
}

/** TokenTrail's own table of calls. */
export function usageLog(words: Words, targets: readonly object[], options: object = {}): Panel {
  return { ...panel('tokentrail-usagelog-panel', words, USAGE, targets), options };
}

/** The detail of one of the queried requests. */
export function requestTrace(words: Words, targets: readonly object[], options: object): Panel {
  return { ...panel('tokentrail-requesttrace-panel', words, USAGE, targets), options };
}

/**
 * Steps that are long enough for several calls. Prometheus has no value for the last step before its end, so its steps are
 * shorter.
 */
function stepsOf(source: DataSourceRef) {
  return source === PROMETHEUS ? { interval: '1m', maxDataPoints: 144 } : { maxDataPoints: 72 };
}

const REDUCED = { reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false } };

function panel(type: string, words: Words, datasource: DataSourceRef, targets: readonly object[]): Panel {
  return { type, ...words, datasource, targets, fieldConfig: { defaults: {}, overrides: [] }, options: {} };
}
