import {
  CALL_TYPES,
  callTypeOf,
  encodeAttempt,
  errorSentence,
  type AttributeKey,
  type CallType,
} from '@tokentrail/records';
import { withPrice, type PricedCall } from '@tokentrail/pricing';
import type { AttemptRecord } from '../../record/attempt-record.ts';
import type { CallRecord } from '../../record/call-record.ts';
import { recordsContent } from '../../record/capture-level.ts';
import { TOKENS, tokensOf } from '../../record/token-counts.ts';
import { attributeValue, shortened } from './attribute-value.ts';
import { textOf } from '../../util/text.ts';
import { errorTypeOf, identifier } from '../../redaction/error-identity.ts';
import { SPAN_KIND, type AttributeValue, type SpanData } from '../otlp/span-encoder.ts';
import { previewOfKey } from '../../redaction/key-preview.ts';
import { redactName } from '../../redaction/redact-text.ts';
import { memoize } from '../../util/memoize.ts';
import { guarded } from '../../util/guarded.ts';
import { RecordAttributes } from './steady-attributes.ts';
import type { CallError, KeyInfo, ReportedUsage, RequestFacts } from '../../types.ts';

/**
 * The spans of an ended record: the record itself and, if it has more than one sent attempt, a child span for each, for
 * generic trace viewers.
 */
export function spansOfRecord(record: CallRecord, cost: PricedCall | undefined, newSpanId: () => string): SpanData[] {
  const sentAttempts = record.attempts.filter((attempt) => attempt.wasSent);
  const span = recordSpan(record, sentAttempts, cost, record.spanId ?? newSpanId());
  return sentAttempts.length > 1
    ? [span, ...sentAttempts.map((attempt) => attemptSpan(record, attempt, span, newSpanId()))]
    : [span];
}

export function recordSpan(
  record: CallRecord,
  sentAttempts: readonly AttemptRecord[],
  cost: PricedCall | undefined,
  spanId: string,
): SpanData {
  const attributes = new RecordAttributes();
  const put: Put = (key, value) => attributes.put(key, value);
  const { shownName } = record;
  // Names come from outside: one may contain a key of this call.
  const putName: Put = (key, value) => attributes.put(key, withShownNames(value, shownName));
  putIdentity(put, record);
  putName('eventName', record.eventName);
  // Each group is guarded separately: if one fails, the record is exported without it.
  guarded('the caller of a record', () => putCaller(putName, record));
  guarded('the call of a record', () => putCall(putName, record));
  guarded('the parameters of a record', () => putParams(putName, record));
  guarded('the usage of a record', () => putUsage(put, record.usage));
  guarded('the error of a record', () => putError(put, record));
  guarded('the attempts of a record', () => putAttempts(put, record, sentAttempts, cost));
  if (cost !== undefined) guarded('the cost of a record', () => putCost(put, cost));
  putContent(put, record);
  const { origin } = record;
  const span: SpanData = {
    traceId: origin.traceId,
    spanId,
    name: nameOf(record),
    kind: record.type === 'usage' && record.callerSeesProvider ? SPAN_KIND.client : SPAN_KIND.server,
    startTime: record.startTime,
    endTime: record.endTime ?? record.startTime,
    failed: record.state === 'failed',
    steady: attributes.steady(),
    attributes: attributes.varying,
  };
  if (origin.parentSpanId !== undefined) span.parentSpanId = origin.parentSpanId;
  return span;
}

type Put = (key: AttributeKey, value: unknown) => void;

function withShownNames(value: unknown, shownName: (name: string) => string): unknown {
  if (typeof value === 'string') return shownName(value);
  return Array.isArray(value) ? value.map((one: unknown) => (typeof one === 'string' ? shownName(one) : one)) : value;
}

function nameOf(record: CallRecord): string {
  const { operation, requestModel, method, route } = record.facts;
  const { shownName } = record;
  if (record.eventName !== undefined) return named(shownName, record.type, record.eventName);
  if (record.type === 'request') return named(shownName, method, route ?? pathOf(record)) || 'request';
  return named(shownName, operation ?? 'call', requestModel);
}

function named(shownName: (name: string) => string, ...words: readonly unknown[]): string {
  let name = '';
  for (const word of words) {
    const text = shortened(knownName(shownName(textOf(word) ?? '')));
    if (text !== '') name += name === '' ? text : ` ${text}`;
  }
  return name;
}

function putIdentity(put: Put, record: CallRecord): void {
  put('recordType', record.type);
  put('state', record.state);
  put('versionUnixMs', Date.now());
  put('captureLevel', record.captureLevel);
  put('amountNanoUsd', record.amountNanoUsd);
  put('balanceAfterNanoUsd', record.balanceAfterNanoUsd);
}

/** The caller's side: user, path and status. */
function putCaller(put: Put, record: CallRecord): void {
  const { facts } = record;
  put('source', facts.source);
  put('group', facts.group);
  const { user, session, clientAddress, userAgent } = record.caller;
  put('userId', user);
  put('sessionId', session);
  put('clientAddress', clientAddress);
  put('userAgent', userAgent);
  put('requestId', facts.requestId ?? (record.callerSeesProvider ? record.responding?.requestId : undefined));
  put('method', facts.method);
  put('route', facts.route);
  put('path', pathOf(record));
  put('serverAddress', facts.serverAddress ?? record.responding?.info.serverAddress);
  put('serverPort', facts.serverPort);
  put('statusCode', statusOf(record));
  putKey(put, facts.key);
}

function putKey(put: Put, key: KeyInfo | string | undefined): void {
  if (typeof key === 'string') {
    put('keyName', key);
    return;
  }
  put('keyName', key?.name);
  if (typeof key?.value === 'string') put('keyPreview', previewOfKey(key.value));
}

function putCall(put: Put, record: CallRecord): void {
  const { facts, ending } = record;
  if (record.type !== 'usage') {
    return;
  }
  const responding = record.responding;
  put('callType', callTypeOfRecord(facts));
  put('operation', facts.operation);
  put('apiFormat', facts.apiFormat);
  put('provider', responding?.info.provider ?? facts.provider);
  put('requestModel', textOf(facts.requestModel));
  put('targetModel', responding?.info.model ?? (record.callerSeesProvider ? facts.requestModel : undefined));
  // The call's own ending takes precedence over that of its attempt.
  const attemptEnd = responding?.ending;
  put('responseModel', ending?.responseModel ?? attemptEnd?.responseModel);
  put('responseId', ending?.responseId ?? attemptEnd?.responseId);
  const finishReasons = ending?.finishReasons ?? attemptEnd?.finishReasons;
  if (Array.isArray(finishReasons) && finishReasons.length > 0) put('finishReasons', finishReasons);
  if (facts.stream === true) put('stream', true);
  put('conversationId', facts.conversationId);
  put('requestedServiceTier', facts.requestedServiceTier);
  put('servedServiceTier', ending?.servedServiceTier ?? attemptEnd?.servedServiceTier);
  if (record.firstChunkMs !== undefined) put('timeToFirstChunk', record.firstChunkMs / 1000);
}

/** The call type given by the app if it is valid, otherwise the one of the operation. */
function callTypeOfRecord({ callType, operation }: RequestFacts): CallType | undefined {
  const reported = CALL_TYPES.find((known) => known === callType);
  return reported ?? (operation === undefined ? undefined : callTypeOf(operation));
}

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
] as const;
const INTEGER_PARAMS: ReadonlySet<AttributeKey> = new Set(['maxTokens', 'choiceCount', 'seed', 'dimensionCount']);

/** Adds request parameters; values of a wrong type are left out, because an app may pass anything. */
function putParams(put: Put, record: CallRecord): void {
  const params = record.facts.params ?? {};
  for (const key of PARAMS) {
    const value = params[key];
    if (key === 'reasoningLevel' || key === 'outputType') {
      if (typeof value === 'string') put(key, value);
    } else if (INTEGER_PARAMS.has(key) ? Number.isSafeInteger(value) : Number.isFinite(value)) {
      put(key, value);
    }
  }
}

function putUsage(put: Put, usage: ReportedUsage | undefined): void {
  if (usage === undefined) {
    return;
  }
  const tokens = tokensOf(usage);
  for (const key of TOKENS) put(key, tokens[key]);
}

/** Status that the caller received: the provider's in a plain app, the one that the gateway reports in a gateway. */
export function statusOf(record: CallRecord): number | undefined {
  const status = record.ending?.statusCode;
  return status ?? (record.callerSeesProvider ? record.responding?.statusCode : undefined);
}

function putError(put: Put, record: CallRecord): void {
  if (record.state === 'success') {
    return;
  }
  const error = errorOf(record);
  const statusCode = statusOf(record);
  const { shownName } = record;
  const code = identifier(error?.code, shownName);
  const hasError = record.state === 'failed' || error !== undefined;
  put('errorType', hasError ? errorTypeOf(error, statusCode, shownName) : undefined);
  put('errorCode', code);
  const sentence: { code?: string; statusCode?: number } = {};
  const known = code ?? (record.state === 'cancelled' ? 'cancelled' : undefined);
  if (known !== undefined) sentence.code = known;
  if (statusCode !== undefined) sentence.statusCode = statusCode;
  put('errorMessage', errorSentence(sentence));
}

function errorOf(record: CallRecord): CallError | undefined {
  return record.ending?.error ?? (record.callerSeesProvider ? record.responding?.ending?.error : undefined);
}

function putAttempts(
  put: Put,
  record: CallRecord,
  sentAttempts: readonly AttemptRecord[],
  cost: PricedCall | undefined,
): void {
  if (record.attempts.length === 0) {
    return;
  }
  const ordered = record.orderedAttempts();
  const { shownName } = record;
  const passes = (text: string) => redactName(text) === text && shownName(text) === text;
  put(
    'attempts',
    ordered.map((attempt, position) =>
      encodeAttempt(withPrice(attempt.toAttempt(shownName), cost?.attempts[position], passes)),
    ),
  );
  put('attemptsCount', sentAttempts.length);
  const providers = new Set(sentAttempts.map((attempt) => attempt.info.provider ?? attempt.index));
  put('attemptsRetried', sentAttempts.filter(({ continues }) => !continues).length > providers.size);
  put('attemptsFellBack', providers.size > 1);
}

function putCost(put: Put, cost: PricedCall): void {
  put('costListState', cost.list.state);
  put('costPaidState', cost.paid.state);
  put('costChargedState', cost.charged.state);
  if (cost.list.nanoUsd !== null) put('costList', cost.list.nanoUsd);
  if (cost.paid.nanoUsd !== null) put('costPaid', cost.paid.nanoUsd);
  if (cost.charged.nanoUsd !== null) put('costCharged', cost.charged.nanoUsd);
  if (cost.lines.length > 0)
    put(
      'costLines',
      cost.lines.map((line) => JSON.stringify(line)),
    );
  put('costFormula', cost.formula ?? undefined);
  put('priceSource', cost.source ?? undefined);
  put('priceVersion', cost.version ?? undefined);
  put('priceEntry', cost.entry ?? undefined);
  put('priceTier', cost.tier ?? undefined);
}

function putContent(put: Put, record: CallRecord): void {
  // The capture level may have been lowered after some content was recorded.
  for (const [key, text] of record.content) if (recordsContent(record.captureLevel, key)) put(key, text);
  if (record.errorBodies.length > 0) put('attemptErrorBodies', record.errorBodies);
}

function attemptSpan(record: CallRecord, attempt: AttemptRecord, parent: SpanData, spanId: string): SpanData {
  const startTime = record.startTime + attempt.offsetMs;
  const { provider, model, serverAddress } = attempt.info;
  const { shownName } = record;
  const failed = attempt.state === 'failed';
  const values: readonly (readonly [AttributeKey, unknown])[] = [
    ['provider', provider],
    ['requestModel', model ?? record.facts.requestModel],
    ['serverAddress', serverAddress],
    ['statusCode', attempt.statusCode],
    ['errorType', failed ? errorTypeOf(attempt.ending?.error, attempt.statusCode, shownName) : undefined],
  ];
  const attributes = values.flatMap(([key, value]): [AttributeKey, AttributeValue][] => {
    const valid = value === undefined ? undefined : attributeValue(key, withShownNames(value, shownName));
    return valid === undefined ? [] : [[key, valid]];
  });
  return {
    traceId: parent.traceId,
    spanId,
    parentSpanId: parent.spanId,
    name: named(shownName, 'attempt', `${attempt.index + 1}.${attempt.retry + 1}`, provider),
    kind: SPAN_KIND.client,
    startTime,
    endTime: startTime + (attempt.durationMs ?? 0),
    failed,
    attributes,
  };
}

/** The requested path without its query. */
function pathOf(record: CallRecord): string | undefined {
  const path = textOf(record.facts.path);
  return path === undefined ? undefined : knownPath(path);
}

const knownPath = memoize((path) => {
  const end = path.search(/[?#]/);
  return redactName(end < 0 ? path : path.slice(0, end));
});
const knownName = memoize(redactName);
