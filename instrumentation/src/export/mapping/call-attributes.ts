import { CALL_TYPES, callTypeOf, type AttributeKey, type CallType } from '@tokentrail/records';
import { unreadCounts } from '@tokentrail/usage';
import { TOKENS, tokensOf } from '../../record/token-counts.ts';
import type { CallRecord } from '../../record/call-record.ts';
import type { ReportedUsage, RequestFacts } from '../../types.ts';
import { textOf } from '../../util/text.ts';
import type { Put } from './put.ts';

/** The call: operation, models, response. */
export function putCall(put: Put, record: CallRecord): void {
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
  put('responseId', record.shared?.responseId ?? ending?.responseId ?? attemptEnd?.responseId);
  const finishReasons = finishReasonsOf(record);
  if (finishReasons.length > 0) put('finishReasons', finishReasons);
  if (facts.stream === true) put('stream', true);
  put('conversationId', facts.conversationId);
  put('requestedServiceTier', facts.requestedServiceTier);
  put('servedServiceTier', ending?.servedServiceTier ?? attemptEnd?.servedServiceTier);
  if (record.firstChunkMs !== undefined) put('timeToFirstChunk', record.firstChunkMs / 1000);
}

/** Why each choice ended. The call's own ending takes precedence over that of its attempt. */
export function finishReasonsOf({ ending, responding }: CallRecord): readonly string[] {
  const reasons = ending?.finishReasons ?? responding?.ending?.finishReasons;
  return Array.isArray(reasons) ? reasons : [];
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
export function putParams(put: Put, record: CallRecord): void {
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

export function putUsage(put: Put, record: CallRecord): void {
  const { usage } = record;
  if (usage !== undefined) {
    const tokens = tokensOf(usage);
    for (const key of TOKENS) put(key, tokens[key]);
  }
  const unread = unreadIn([usage, ...record.attempts.map((attempt) => attempt.usage)]);
  if (unread.length > 0) put('usageUnread', unread);
}

const MAX_UNREAD = 8;
/** A name of a count, with the objects around it. Other names are not recorded: a server could send any text. */
const COUNT_NAME = /^[A-Za-z_][A-Za-z0-9_.]{0,63}$/;

function unreadIn(usages: readonly (ReportedUsage | undefined)[]): string[] {
  // The usage of a call is usually that of its attempt.
  const names = [...new Set(usages.map((usage) => usage?.raw))].flatMap(unreadCounts);
  return [...new Set(names)].filter((name) => COUNT_NAME.test(name)).slice(0, MAX_UNREAD);
}
