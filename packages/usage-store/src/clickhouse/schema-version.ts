import { LEDGER_SCHEMA_VERSION } from '@tokentrail/records';
import { StoreError } from '../store-error.ts';
import type { Run } from './query.ts';

/** Explains how to bring a ledger of this version and the code that reads it together. Undefined if they agree. */
export function schemaAdvice(version: number | null): string | undefined {
  if (version === LEDGER_SCHEMA_VERSION) {
    return undefined;
  }
  if (version !== null && version > LEDGER_SCHEMA_VERSION) {
    return (
      `The ledger has schema version ${version}; this release of TokenTrail reads version ${LEDGER_SCHEMA_VERSION}. ` +
      'Update the Grafana app or the command line to the release that upgraded the ledger.'
    );
  }
  return (
    `The ledger has ${version === null ? 'an older schema' : `schema version ${version}`}; this release of TokenTrail ` +
    `reads version ${LEDGER_SCHEMA_VERSION}. An administrator of the store can upgrade it without losing data: run ` +
    'ledger.sql and then accounts.sql of this release, as in "Upgrade" of clickhouse/README.md.'
  );
}

/**
 * The version that the ledger states. Null if it states none, or if the account may not read it: a ledger from before
 * versions.
 */
async function statedVersion(run: Run, database: string, signal?: AbortSignal): Promise<number | null> {
  try {
    const [row] = await run({ sql: `SELECT version FROM ${database}.schema_version`, parameters: {} }, signal);
    return row === undefined ? null : Number(row['version']);
  } catch (error) {
    if (error instanceof StoreError && ['failed', 'forbidden'].includes(error.kind)) {
      return null;
    }
    throw error;
  }
}

/** Rejects with a `StoreError` of kind `schema` if the ledger's schema is not the one that this code reads. */
export async function checkSchema(run: Run, database: string, signal?: AbortSignal): Promise<void> {
  const schemaVersion = await statedVersion(run, database, signal);
  const advice = schemaAdvice(schemaVersion);
  if (advice !== undefined) {
    throw new StoreError('schema', advice, { schemaVersion });
  }
}
