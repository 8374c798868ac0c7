import {
  createDataFrame,
  DataFrameType,
  FieldType,
  type DataFrame,
  type DataLink,
  type QueryResultMetaNotice,
} from '@grafana/data';
import { t } from '@grafana/i18n';
import { type Percentiles, type SeriesField, type SeriesFigures, NO_CALLS } from '@tokentrail/usage-store';
import { formatCount } from '../../format.ts';
import type { TimeBuckets } from '../../stats/time-buckets.ts';
import { figureDefinition, type FigureName } from './figures.ts';
import type { CallFigures } from './read-figures.ts';
import { callsLink, callsLinkOfRows } from './record-link.ts';

export interface FrameRequest {
  refId: string;
  figures: readonly FigureName[];
  by: SeriesField | null;
  /** Address of the calls of some figures; null if no filter selects these. */
  urlOf: (figures: CallFigures) => string | null;
}

export interface SeriesFrameRequest extends FrameRequest {
  /** One for each point. The first and the last one may be parts of a unit. */
  steps: TimeBuckets;
  /** Names of the series, with labels in double braces. Empty: the value, and the figure if there are several. */
  legend: string;
  /** Unix ms: what begins later is empty, not zero. */
  nowMs: number;
}

/** Values of a dimension that are no value of a record. Not translated: overrides of dashboards refer to them. */
const NOT_REPORTED = 'not reported';
const OTHERS = 'Other';

/** A table with one row for each value, or one row for all calls. */
export function totalsFrame(read: readonly CallFigures[], request: FrameRequest): DataFrame {
  const { refId, figures, by } = request;
  const dimension =
    by === null
      ? []
      : [
          {
            name: labelOf(by),
            type: FieldType.string,
            config: { displayNameFromDS: wordsOf(by) },
            values: read.map(nameOf),
          },
        ];
  const links = linksOfRows(read, request);
  return createDataFrame({
    refId,
    meta: { preferredVisualisationType: 'table', notices: unknownCosts(read, figures) },
    fields: [
      ...dimension,
      ...figures.map((name) => ({
        name,
        type: FieldType.number,
        config: { ...configOf(name), links },
        values: read.map(({ series, latency }) => valueOf(name, series?.total, latency?.total)),
      })),
    ],
  });
}

/** Time series: one data frame for each value and figure. */
export function seriesFrames(read: readonly CallFigures[], request: SeriesFrameRequest): DataFrame[] {
  const { refId, figures, by, steps, nowMs, urlOf } = request;
  const times = timesOf(steps);
  const frames = read.flatMap((one) =>
    figures.map((name) => {
      const labels = by === null ? {} : { [labelOf(by)]: nameOf(one) };
      const url = urlOf(one);
      return createDataFrame({
        refId,
        meta: { type: DataFrameType.TimeSeriesMulti, preferredVisualisationType: 'graph' },
        fields: [
          { name: 'time', type: FieldType.time, config: {}, values: times },
          {
            name,
            type: FieldType.number,
            labels,
            config: {
              unit: figureDefinition(name).unit,
              displayNameFromDS: legendOf(request, name, labels),
              ...(url !== null && { links: [callsLink(url)] }),
            },
            values: times.map((startMs, index) =>
              startMs > nowMs ? null : valueOf(name, one.series?.points[index], one.latency?.points[index]),
            ),
          },
        ],
      });
    }),
  );
  const [first, ...others] = frames;
  const notices = unknownCosts(read, figures);
  return first === undefined ? [] : [{ ...first, meta: { ...first.meta, notices } }, ...others];
}

/** Rows of the same name, such as a value "Other", have no link. */
function linksOfRows(read: readonly CallFigures[], { by, urlOf }: FrameRequest): DataLink[] {
  const urls = read.map(urlOf);
  if (by === null) {
    return urls.flatMap((url) => (url === null ? [] : [callsLink(url)]));
  }
  const names = read.map(nameOf);
  const isUnique = (name: string) => names.indexOf(name) === names.lastIndexOf(name);
  const byName = names.map((name, index): [string, string | null] => [
    name,
    isUnique(name) ? (urls[index] ?? null) : null,
  ]);
  return [callsLinkOfRows(labelOf(by), new Map(byName))];
}

/**
 * The times of the points: the starts of their units, because Grafana's bars are as wide as the shortest distance between points. The
 * only point of a series is within the range, where it can be seen.
 */
function timesOf({ bounds, wholeUnits }: TimeBuckets): number[] {
  const starts = bounds.slice(0, -1);
  return starts.length > 1 ? [wholeUnits.fromMs, ...starts.slice(1)] : starts;
}

/** Name of the label, or of the column, of a dimension: `model` for both fields of models. */
export function labelOf(by: SeriesField): string {
  return by === 'request_model' || by === 'response_model' ? 'model' : by;
}

/** The name of a column: "Call type". Not translated, as the other names. */
function wordsOf(by: SeriesField): string {
  const words = labelOf(by).replace('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function nameOf({ value, others }: CallFigures): string {
  return others === null ? value || NOT_REPORTED : OTHERS;
}

function configOf(name: FigureName) {
  const { label, unit } = figureDefinition(name);
  return { displayNameFromDS: label, unit };
}

function valueOf(
  name: FigureName,
  figures: SeriesFigures | undefined,
  latency: Percentiles | undefined,
): number | null {
  return figures === undefined && latency === undefined
    ? null
    : figureDefinition(name).of(figures ?? NO_CALLS, latency ?? null);
}

function legendOf(
  { legend, figures }: SeriesFrameRequest,
  name: FigureName,
  labels: Readonly<Record<string, string>>,
): string {
  const figure = figureDefinition(name).label;
  if (legend !== '') {
    return legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_match, label: string) =>
      label === 'figure' ? figure : (labels[label] ?? ''),
    );
  }
  const values = Object.values(labels);
  return [...values, ...(figures.length > 1 || values.length === 0 ? [figure] : [])].join(' ');
}

/** Says that sums of costs are lower bounds. */
function unknownCosts(read: readonly CallFigures[], figures: readonly FigureName[]): QueryResultMetaNotice[] {
  const calls = read.reduce((sum, { series }) => sum + (series?.total.charged.unknown ?? 0), 0);
  if (!figures.includes('cost') || calls === 0) {
    return [];
  }
  const text = t('query.notice.unknown-costs', '', {
    count: calls,
    shown: formatCount(calls),
    defaultValue_one: 'The cost of one call is unknown, so the sums are at least as high as shown.',
    defaultValue_other: 'The cost of {{shown}} calls is unknown, so the sums are at least as high as shown.',
  });
  return [{ severity: 'info', text }];
}
