import { LoadingState, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { t } from '@grafana/i18n';
import { getTemplateSrv } from '@grafana/runtime';
import {
  MAX_SERIES_VALUES,
  printSearch,
  type FilterCondition,
  type RecordSelection,
  type SeriesField,
  type UsageLedger,
} from '@tokentrail/usage-store';
import { conditionsOfRow } from '../../filters/dimension-row.ts';
import { annotationsFrame } from './annotations-frame.ts';
import { seriesFrames, totalsFrame } from './figure-frames.ts';
import { frameOfRecords } from './frame.ts';
import { errorText, QueryProblem } from './query-problem.ts';
import { readFigures, type CallFigures } from './read-figures.ts';
import { callsUrl, recordLink } from './record-link.ts';
import { repeatWhileBusy } from './repeat-while-busy.ts';
import { requestFilter, type RequestVariables } from './request-filter.ts';
import { stepsOf } from './time-steps.ts';
import {
  DEFAULT_FIGURES,
  DEFAULT_QUERY_LIMIT,
  DEFAULT_TOP,
  MAX_QUERY_LIMIT,
  queryTypeOf,
  type UsageQuery,
} from './types.ts';

type Request = DataQueryRequest<UsageQuery>;

/**
 * Runs all queries of a request. A failed query has an error that names it, and does not affect the others.
 *
 * @param signal cancels them
 */
export async function runQueries(
  ledger: UsageLedger,
  request: Request,
  signal: AbortSignal,
): Promise<DataQueryResponse> {
  const responses = await Promise.all(request.targets.map((query) => respond(ledger, request, query, signal)));
  const errors = responses.flatMap((response) => response.errors ?? []);
  return {
    data: responses.flatMap(({ data }) => data),
    ...(errors.length > 0 && { errors }),
    state: errors.length > 0 ? LoadingState.Error : LoadingState.Done,
  };
}

/** The queries with the current values of variables and with ad-hoc filters in their search. */
export function withoutVariables(queries: readonly UsageQuery[], variables: RequestVariables): UsageQuery[] {
  return queries.map((query) => {
    const { search = '', conditions = [] } = requestFilter(query, variables);
    return {
      ...query,
      search: [search, printSearch({ terms: [], conditions })].filter((part) => part !== '').join(' '),
    };
  });
}

async function respond(
  ledger: UsageLedger,
  request: Request,
  query: UsageQuery,
  signal: AbortSignal,
): Promise<DataQueryResponse> {
  try {
    const range = { fromMs: request.range.from.valueOf(), toMs: request.range.to.valueOf() };
    const selection = { range, filter: requestFilter(query, request), signal };
    const framesOf = ['records', 'annotations'].includes(queryTypeOf(query)) ? recordFrames : figureFrames;
    return { data: await repeatWhileBusy(() => framesOf(ledger, request, query, selection), signal) };
  } catch (error) {
    return { data: [], errors: [{ refId: query.refId, message: errorText(error) }] };
  }
}

async function recordFrames(
  ledger: UsageLedger,
  _request: Request,
  query: UsageQuery,
  selection: RecordSelection,
): Promise<DataFrame[]> {
  const { refId, limit = DEFAULT_QUERY_LIMIT, sort = 'time', allFields = false } = query;
  const { records } = await ledger.list({ ...selection, sort, limit: Math.min(Math.max(limit, 1), MAX_QUERY_LIMIT) });
  const link = recordLink(query.datasource?.uid ?? null, selection.range);
  return [
    queryTypeOf(query) === 'annotations'
      ? annotationsFrame(refId, records)
      : frameOfRecords(refId, records, { allFields, link }),
  ];
}

async function figureFrames(
  ledger: UsageLedger,
  request: Request,
  query: UsageQuery,
  { range, filter, signal }: RecordSelection,
): Promise<DataFrame[]> {
  if (!ledger.capabilities.series) {
    throw new QueryProblem(
      t('query.no-figures', 'This store has no totals and series. Choose the query type “Records”.'),
    );
  }
  const { refId, by = null, top = DEFAULT_TOP, step = 'auto', legend = '' } = query;
  const figures = query.figures?.length ? query.figures : DEFAULT_FIGURES;
  const steps = queryTypeOf(query) === 'series' ? stepsOf(range, step, request) : null;
  const bounds = steps?.bounds ?? [range.fromMs, Math.max(range.toMs, range.fromMs + 1)];
  const read = await readFigures(ledger, {
    filter,
    bounds,
    by,
    figures,
    top: Math.min(Math.max(top, 1), MAX_SERIES_VALUES),
    ...(signal && { signal }),
  });
  const shown = read.flatMap(({ value }) => (value === null ? [] : [value]));
  const urlOf = (one: CallFigures) => {
    const further = conditionsOf(one, by, shown);
    return further && callsUrl({ ds: query.datasource?.uid ?? null, range, filter, further });
  };
  return steps !== null
    ? seriesFrames(read, {
        ...{ refId, figures, by, steps, urlOf },
        legend: getTemplateSrv().replace(legend, request.scopedVars),
        nowMs: Date.now(),
      })
    : [totalsFrame(read, { refId, figures, by, urlOf })];
}

/** Conditions for the calls of some figures; null if no filter selects these. */
function conditionsOf(
  { value, others }: CallFigures,
  by: SeriesField | null,
  shown: readonly string[],
): FilterCondition[] | null {
  const kind = value !== null ? 'value' : 'rest';
  return by === null ? [] : conditionsOfRow({ kind, value: value ?? '', values: others ?? 1 }, by, shown);
}
