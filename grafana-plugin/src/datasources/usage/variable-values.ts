import { createDataFrame, FieldType, type DataQueryRequest, type DataQueryResponse } from '@grafana/data';
import { getTemplateSrv } from '@grafana/runtime';
import type { UsageLedger } from '@tokentrail/usage-store';
import { errorText } from './query-problem.ts';
import { requestFilter } from './request-filter.ts';
import { MAX_VARIABLE_VALUES, type UsageVariableQuery } from './types.ts';

/** The values of a variable, as a data frame with the field that Grafana reads. Rejects with a text for the user. */
export async function variableValues(
  ledger: UsageLedger,
  { targets, range, scopedVars }: DataQueryRequest<UsageVariableQuery>,
  signal: AbortSignal,
): Promise<DataQueryResponse> {
  const [query] = targets;
  if (query === undefined) {
    return { data: [] };
  }
  const { refId, field = 'model', prefix = '', search = '' } = query;
  try {
    const values = await ledger.distinct({
      field,
      prefix: getTemplateSrv().replace(prefix, scopedVars),
      range: { fromMs: range.from.valueOf(), toMs: range.to.valueOf() },
      filter: requestFilter({ refId, search }, { scopedVars }),
      limit: MAX_VARIABLE_VALUES,
      signal,
    });
    const texts = values.map(({ value }) => value);
    return { data: [createDataFrame({ refId, fields: [{ name: 'text', type: FieldType.string, values: texts }] })] };
  } catch (error) {
    throw new Error(errorText(error));
  }
}
