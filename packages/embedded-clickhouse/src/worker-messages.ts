import type { StoreRole } from '@tokentrail/clickhouse';
import type { Statement } from './statement.ts';

/** Messages from the front to the engine's process. */
export type WorkerRequest =
  | { kind: 'open'; dataDir: string; role: StoreRole; hideMargin: boolean; first: boolean }
  | { kind: 'run'; id: number; statement: Statement }
  /** The client left: end its query. The reply to `run` still follows. */
  | { kind: 'cancel'; id: number }
  | { kind: 'end' };

/** Messages from the engine's process to the front. */
export type WorkerReply =
  | { kind: 'opened' }
  | { kind: 'not opened'; error: string }
  | { kind: 'result'; id: number; format: string; body: Uint8Array }
  | { kind: 'error'; id: number; code: number; message: string };
