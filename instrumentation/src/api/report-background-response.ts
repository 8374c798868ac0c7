import type { BackgroundResponse } from '../record/background-responses.ts';
import type { CallHandle } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import { JoinedCall } from './joined-call.ts';
import { RecordedCall } from './recorded-call.ts';
import { currentRuntime } from './runtime.ts';

/** Records `response`, which `call` began, fetched or cancelled, apart from that call. Never throws. */
export function reportBackgroundResponse(call: CallHandle, response: BackgroundResponse): void {
  if (!(call instanceof RecordedCall || call instanceof JoinedCall)) return;
  guarded('a background response', () => currentRuntime()?.backgroundResponses.report(response, call.request));
}
