import type { AsyncLocalStorage } from 'node:async_hooks';
import type { AttemptRecord } from './attempt-record.ts';
import type { CallRecord } from './call-record.ts';
import type { UsageContext } from './record-types.ts';

/** What is in force for the code that runs now: who calls, and the gateway's record and try it belongs to. */
export interface UsageFrame {
  readonly context: UsageContext;
  readonly record?: CallRecord | undefined;
  readonly attempt?: AttemptRecord | undefined;
}

export type UsageFrames = AsyncLocalStorage<UsageFrame>;
