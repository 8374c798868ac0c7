import { errorOfRejection, errorOfUnreadable } from '../failed-response.ts';
import { errorOfClickHouse, exceptionCode } from './errors.ts';
import { formatParameter, type Parameters } from './parameters.ts';
import type { ClickHouseTransport } from './transport.ts';

/** A row by column name. Integers of 64 bits are numbers or strings, depending on the server's settings. */
export type Row = Readonly<Record<string, unknown>>;

export interface Query {
  /** SQL without FORMAT. It contains values only as placeholders, such as `{limit:UInt32}`. */
  sql: string;
  parameters: Parameters;
}

/** Runs a query with an account of its own. Rejects with `StoreError`. */
export type Run = (query: Query, signal?: AbortSignal) => Promise<Row[]>;

/** Runs `query` and returns its rows. Rejects with `StoreError`. */
export async function runQuery(transport: ClickHouseTransport, query: Query, signal?: AbortSignal): Promise<Row[]> {
  const response = await transport({
    sql: `${query.sql}\nFORMAT JSON`,
    query: Object.fromEntries(
      Object.entries(query.parameters).map(([name, value]) => [`param_${name}`, formatParameter(value)]),
    ),
    ...(signal && { signal }),
  }).catch((cause: unknown) => {
    throw errorOfRejection(cause, signal);
  });
  if (response.status !== 200) {
    throw errorOfClickHouse(response);
  }
  return rowsOf(response.body);
}

/**
 * Parses the rows of a response with status 200. A query that fails after its first bytes were sent keeps status 200;
 * its body then ends with the exception.
 */
function rowsOf(body: string): Row[] {
  let responseBody: { data?: unknown } | null = null;
  try {
    responseBody = JSON.parse(body) as { data?: unknown } | null;
  } catch {
    // Reported below, with the text of the body.
  }
  if (Array.isArray(responseBody?.data) && !('exception' in responseBody)) {
    return responseBody.data as Row[];
  }
  throw exceptionCode(body) === null
    ? errorOfUnreadable("The store's response is not a query result.", { status: 200, body })
    : errorOfClickHouse({ status: 200, body });
}
