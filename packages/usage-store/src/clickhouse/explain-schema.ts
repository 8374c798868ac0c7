import { StoreError, type StoreErrorKind } from '../store-error.ts';
import type { Run } from './query.ts';

/**
 * Kinds of errors of a query on a table that an older ledger lacks: `failed`, or `forbidden`, because a server rejects
 * a table without a grant before it looks whether the table exists.
 */
export const MISSING_TABLE_KINDS: readonly StoreErrorKind[] = ['schema', 'forbidden', 'failed'];

/**
 * Runs queries like `run`. If one fails because of a missing column or table, the error says how to bring the schema and
 * the reader together. The version is only read then, so that a page needs no further request.
 * @param kinds Kinds of errors that may have this reason.
 */
export function explainingSchema(
  run: Run,
  ledger: Run,
  database: string,
  kinds: readonly StoreErrorKind[] = ['schema'],
): Run {
  return async (query, signal) => {
    try {
      return await run(query, signal);
    } catch (error) {
      if (error instanceof StoreError && kinds.includes(error.kind)) {
        const { checkSchema } = await import('./schema-version.ts');
        await checkSchema(ledger, database, signal);
        const { response } = error;
        throw error.kind === 'schema'
          ? new StoreError('failed', String(error.cause), { ...(response && { response }) })
          : error;
      }
      throw error;
    }
  };
}
