import type { CallEnd } from '../types.ts';
import type { Runtime } from '../api/runtime.ts';
import { defined } from '../util/defined.ts';
import { beginCall } from '../api/start-call.ts';
import type { ForeignCall } from './foreign-call.ts';

/** Records a call that has ended: as a record of its own, or as an attempt of a gateway's request. */
export function recordForeignCall(runtime: Runtime, call: ForeignCall): void {
  const { span, startContext, facts, startTime, endTime, state, error, billed } = call;
  // The gateway's record ended before this span did and already includes the call.
  if (startContext.gatewayRecord?.ended === true) return;
  const { usage, responseModel, responseId, finishReasons, servedServiceTier, requestId, statusCode, ...more } = facts;
  const { reportedCostUsd, ...rest } = more;
  const { timeToFirstChunk, cancelled: _, ...start } = rest;
  const record = beginCall(
    runtime,
    { ...start, startTime },
    {
      asyncContext: startContext.asyncContext,
      origin: { traceId: span.traceId, parentSpanId: span.spanId },
      joins: startContext.attempt,
    },
  );
  const attempt = record.attempt({}, startTime);
  if (statusCode !== undefined) attempt.responded({ statusCode, ...defined({ requestId }) });
  if (timeToFirstChunk !== undefined) record.firstChunk(startTime + timeToFirstChunk * 1000);
  for (const [key, value] of call.content) record.content(key, value);
  const end: CallEnd = {
    state,
    endTime,
    ...defined({ usage, responseModel, responseId, finishReasons, servedServiceTier, requestId, statusCode }),
    ...defined({ error, billed, reportedCostUsd }),
  };
  record.end(end);
}
