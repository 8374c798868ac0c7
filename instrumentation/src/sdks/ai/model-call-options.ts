import type { CallHandle, CallStart } from '../../types.ts';
import type { HiddenContent } from './hidden-content.ts';

export type StartCall = (start: CallStart) => CallHandle;

export interface ModelCallOptions {
  start: CallStart;
  /** `model.provider`. */
  provider: string;
  maxRetries: number;
  /** The tools of the call. */
  tools?: unknown;
  hidden: HiddenContent;
  /** The SDK does not report attempts, so each request is an attempt until the first one succeeds. */
  attemptsByRequest?: boolean;
}
