import type { AccountName } from '@tokentrail/clickhouse';

/** One statement of one account, which the HTTP front sends to the engine's process. */
export interface Statement {
  account: AccountName;
  /** SQL of `?query=`, followed by the body's SQL if the body is SQL. */
  sql: string;
  /** Values of `param_*`, by name. */
  parameters: ReadonlyMap<string, string>;
  /** Names of the settings in the request. */
  settings: readonly string[];
  /** Output format if the statement names none. */
  defaultFormat: string;
  /** True if the client reads Native blocks of the protocol revision it named; otherwise revision 0. */
  nativeWithBlockInfo: boolean;
  /** File with the data of an insert; null if the body was SQL. */
  dataFile: string | null;
}

export interface StatementResult {
  format: string;
  body: Uint8Array;
}
