import type { DataQueryRequest, DataQueryResponse } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { UsageLedger } from '@tokentrail/usage-store';
import { failureOf, failureText } from '../../store/store-failure.ts';
import { frameOfRecords } from './frame.ts';
import { DEFAULT_QUERY_LIMIT, MAX_QUERY_LIMIT, type UsageQuery } from './types.ts';

/** Runs every query and returns one data frame each. A failed query does not affect the others. */
export async function runQueries(
  ledger: UsageLedger,
  request: DataQueryRequest<UsageQuery>,
): Promise<DataQueryResponse> {
  const responses = await Promise.all(request.targets.map((query) => respond(ledger, request, query)));
  return {
    data: responses.flatMap(({ data }) => data),
    errors: responses.flatMap(({ errors }) => errors ?? []),
  };
}

async function respond(
  ledger: UsageLedger,
  { range, scopedVars }: DataQueryRequest<UsageQuery>,
  query: UsageQuery,
): Promise<DataQueryResponse> {
  try {
    const { records } = await ledger.list({
      range: { fromMs: range.from.valueOf(), toMs: range.to.valueOf() },
      filter: {
        ...(query.search && { search: getTemplateSrv().replace(query.search, scopedVars) }),
        ...(query.recordTypes?.length && { recordTypes: query.recordTypes }),
      },
      limit: Math.min(Math.max(query.limit ?? DEFAULT_QUERY_LIMIT, 1), MAX_QUERY_LIMIT),
    });
    return { data: [frameOfRecords(query.refId, records)] };
  } catch (error) {
    return { data: [], errors: [{ refId: query.refId, message: failureText(failureOf(error)) }] };
  }
}
