import type { RecordKey } from '@tokentrail/records';
import { manyAttemptsCall, streamingCall } from '../attempt-calls.ts';
import { comparedRows } from '../compared-calls.ts';
import { headersCall } from '../content-calls.ts';
import { costRows } from '../cost-calls.ts';
import { makeDetailRequests, type DetailRequestName } from '../detail-requests.ts';
import { spanRow, type Call, type SpanRow } from '../records.ts';
import type { SeededStore } from '../seeded-store.ts';

/** A call whose gateway and provider each have another name for the model. */
export const renamedCall: Call = {
  number: 811,
  minutesAgo: 5,
  durationMs: 1_240,
  attributes: {
    recordType: 'usage',
    state: 'success',
    statusCode: 200,
    callType: 'chat',
    operation: 'chat',
    method: 'POST',
    route: '/v1/chat/completions',
    path: '/v1/chat/completions',
    stream: true,
    timeToFirstChunk: 0.31,
    provider: 'azure.ai.openai',
    apiFormat: 'openai.chat',
    requestModel: 'shop-assistant',
    targetModel: 'gpt-4o',
    responseModel: 'gpt-4o-2024-08-06',
    outputTokens: 86,
    userId: 'u_81',
    sessionId: 'session-4711',
    keyName: 'checkout',
    keyPreview: 'sk-…9f3a',
    requestId: 'req_4711',
  },
};

interface RecordedRequests {
  keys: Record<DetailRequestName, RecordKey>;
  /** When the rows of the calls were made that no gateway sent. */
  nowMs: number;
}

/** Records the requests of the pictures: those of the example gateway, and calls that it cannot make. */
export async function recordRequests(store: SeededStore): Promise<RecordedRequests> {
  const keys = await makeDetailRequests(store);
  await store.set('retention', { usage: 400, request: 400, content: 14 });
  const { traceId, startUnixNano } = keys['fell-back'];
  await store.insertTraces(appSpans(traceId, Number(startUnixNano.slice(0, -6))));
  const nowMs = Date.now();
  await store.insertWithContent(comparedRows(nowMs));
  await store.insertWithContent([spanRow(headersCall, nowMs)]);
  await store.insert([
    ...costRows(nowMs),
    ...[manyAttemptsCall, streamingCall(nowMs), renamedCall].map((call) => spanRow(call, nowMs)),
  ]);
  return { keys, nowMs };
}

/** Spans of the app around a call, as another instrumentation sends them. */
function appSpans(traceId: string, startMs: number): SpanRow[] {
  const span = (number: number, name: string, offsetMs: number, durationMs: number): SpanRow => ({
    ...spanRow({ number, minutesAgo: 0, durationMs, attributes: {} }, startMs + offsetMs),
    TraceId: traceId,
    SpanName: name,
    ServiceName: 'shop',
    SpanAttributes: {},
  });
  return [span(801, 'POST /checkout', -3, 95), span(802, 'SELECT orders', 1, 12)];
}
