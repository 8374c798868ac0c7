import { LoadingState, type DataFrame, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { printSearch, type RecordSelection, type UsageLedger } from '@tokentrail/usage-store';
import { failureOf, failureText } from '../../store/store-failure.ts';
import { annotationsFrame } from './annotations-frame.ts';
import { frameOfRecords } from './frame.ts';
import { recordLink } from './record-link.ts';
import { requestFilter, type RequestVariables } from './request-filter.ts';
import { DEFAULT_QUERY_LIMIT, MAX_QUERY_LIMIT, queryTypeOf, type UsageQuery } from './types.ts';

/**
 * Runs all queries of a request. A failed query has an error that names it, and does not affect the others.
 *
 * @param signal cancels them
 */
export async function runQueries(
  ledger: UsageLedger,
  request: DataQueryRequest<UsageQuery>,
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
  request: DataQueryRequest<UsageQuery>,
  query: UsageQuery,
  signal: AbortSignal,
): Promise<DataQueryResponse> {
  try {
    const range = { fromMs: request.range.from.valueOf(), toMs: request.range.to.valueOf() };
    return { data: await framesOf(ledger, query, { range, filter: requestFilter(query, request), signal }) };
  } catch (error) {
    return { data: [], errors: [{ refId: query.refId, message: failureText(failureOf(error)) }] };
  }
}

async function framesOf(ledger: UsageLedger, query: UsageQuery, selection: RecordSelection): Promise<DataFrame[]> {
  const { refId, limit = DEFAULT_QUERY_LIMIT, sort = 'time', allFields = false } = query;
  const { records } = await ledger.list({
    ...selection,
    sort,
    limit: Math.min(Math.max(limit, 1), MAX_QUERY_LIMIT),
  });
  if (queryTypeOf(query) === 'annotations') {
    return [annotationsFrame(refId, records)];
  }
  return [
    frameOfRecords(refId, records, { allFields, link: recordLink(query.datasource?.uid ?? null, selection.range) }),
  ];
}
