import type { StoreRole } from '@tokentrail/clickhouse';
import type { Statement } from './statement.ts';

/** What the front sends to the engine's process. */
export type WorkerRequest =
  | { kind: 'open'; dataDir: string; role: StoreRole; first: boolean }
  | { kind: 'run'; id: number; statement: Statement }
  /** The client went away: end its query. The reply to `run` still comes. */
  | { kind: 'cancel'; id: number }
  | { kind: 'end' };

/** What the engine's process sends to the front. */
export type WorkerReply =
  | { kind: 'opened' }
  | { kind: 'not opened'; error: string }
  | { kind: 'result'; id: number; format: string; body: Uint8Array }
  | { kind: 'error'; id: number; code: number; message: string };
