import type { Readable } from 'node:stream';

/** One statement as it came over HTTP. */
export interface StatementRequest {
  /** SQL of `?query=` followed by the body's where the body is SQL. */
  sql: string;
  /** Values of `param_*`, by name. */
  parameters: ReadonlyMap<string, string>;
  /** Names of the settings that came along. */
  settings: readonly string[];
  /** Output format where the statement names none. */
  defaultFormat: string;
  /** The client reads Native blocks of the protocol revision it named, not of revision 0. */
  framedNative: boolean;
  /** The data of an insert; null where there was no body, or it was the SQL. */
  data: Readable | null;
  signal: AbortSignal;
}

export interface StatementResult {
  format: string;
  body: Buffer;
}
