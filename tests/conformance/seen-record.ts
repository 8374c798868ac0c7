import { ATTRIBUTES, decodeAttempt, type Attempt, type AttributeKey, type Usage } from '@tokentrail/records';
import type { ReceivedSpan } from './otlp-receiver.ts';

/** A record as the conformance tests see it, decoded from its span. Fields that the record does not have are absent. */
export interface SeenRecord {
  state?: string;
  operation?: string;
  callType?: string;
  apiFormat?: string;
  provider?: string;
  serverAddress?: string;
  method?: string;
  path?: string;
  stream?: boolean;
  statusCode?: number;
  requestModel?: string;
  responseModel?: string;
  responseId?: string;
  finishReasons?: string[];
  conversationId?: string;
  requestedServiceTier?: string;
  servedServiceTier?: string;
  usage?: Usage;
  params: Record<string, unknown>;
  keyPreview?: string;
  costPaidState?: string;
  errorType?: string;
  errorCode?: string;
  durationMs: number;
  firstChunkMs?: number;
  attempts: Attempt[];
}

const PLAIN = [
  'state',
  'operation',
  'callType',
  'apiFormat',
  'provider',
  'serverAddress',
  'method',
  'path',
  'stream',
  'statusCode',
  'requestModel',
  'responseModel',
  'responseId',
  'finishReasons',
  'conversationId',
  'requestedServiceTier',
  'servedServiceTier',
  'keyPreview',
  'costPaidState',
  'errorType',
  'errorCode',
] as const satisfies readonly (AttributeKey & keyof SeenRecord)[];

const USAGE = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'audioInputTokens',
  'audioOutputTokens',
] as const satisfies readonly AttributeKey[];

const PARAMS = [
  'maxTokens',
  'temperature',
  'topP',
  'choiceCount',
  'seed',
  'frequencyPenalty',
  'presencePenalty',
  'reasoningLevel',
  'outputType',
  'dimensionCount',
] as const satisfies readonly AttributeKey[];

/** The record in `span`; undefined for the span of an attempt. */
export function seenRecord(span: ReceivedSpan): SeenRecord | undefined {
  if (span.attributes[ATTRIBUTES.recordType.name] === undefined) {
    return undefined;
  }
  const usage = picked(span, USAGE);
  const firstChunk = span.attributes[ATTRIBUTES.timeToFirstChunk.name];
  const attempts = (span.attributes[ATTRIBUTES.attempts.name] ?? []) as string[];
  return {
    ...picked(span, PLAIN),
    ...(Object.keys(usage).length === 0 ? {} : { usage: usage as Usage }),
    ...(typeof firstChunk === 'number' ? { firstChunkMs: firstChunk * 1000 } : {}),
    params: picked(span, PARAMS),
    durationMs: span.durationNs / 1e6,
    attempts: attempts.map((attempt) => decodeAttempt(attempt)).filter((attempt) => attempt !== null),
  };
}

function picked(span: ReceivedSpan, keys: readonly AttributeKey[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const key of keys) {
    const value = span.attributes[ATTRIBUTES[key].name];
    if (value !== undefined) values[key] = value;
  }
  return values;
}
