import type { AccountName } from '@tokentrail/clickhouse';

/** One statement of one account, as the HTTP front hands it to the engine's process. */
export interface Statement {
  account: AccountName;
  /** SQL of `?query=` followed by the body's where the body is SQL. */
  sql: string;
  /** Values of `param_*`, by name. */
  parameters: ReadonlyMap<string, string>;
  /** Names of the settings that came along. */
  settings: readonly string[];
  /** Output format where the statement names none. */
  defaultFormat: string;
  /** The client reads Native blocks of the protocol revision it named, not of revision 0. */
  nativeWithBlockInfo: boolean;
  /** File with the data of an insert; null if the body was no data. */
  dataFile: string | null;
}

export interface StatementResult {
  format: string;
  body: Uint8Array;
}
