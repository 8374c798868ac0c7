import type { RecordFieldKey } from '@tokentrail/records';
import type { ColumnId } from '../../column-set.ts';

/** The fields of a record that a column of the usage log shows, in the order of an exported file. */
const COLUMN_FIELDS: Readonly<Record<ColumnId, readonly RecordFieldKey[]>> = {
  time: ['startUnixNano'],
  status: ['state', 'statusCode'],
  endpoint: ['method', 'endpoint'],
  model: ['requestModel', 'targetModel', 'responseModel'],
  caller: ['keyName', 'keyPreview', 'userId'],
  tokens: ['inputTokens', 'outputTokens'],
  duration: ['durationMs', 'timeToFirstChunkMs'],
  cost: ['costCharged', 'costChargedState'],
  error: ['errorType', 'errorCode', 'errorMessage'],
  type: ['recordType', 'eventName'],
  source: ['source'],
  method: ['method'],
  provider: ['provider', 'attemptsCount', 'attemptsRetried', 'attemptsChangedKey', 'attemptsFellBack'],
  key: ['keyName', 'keyPreview'],
  group: ['group'],
  user: ['userId'],
  tags: ['tags'],
  service: ['serviceName'],
  environment: ['deploymentEnvironment'],
  'call-type': ['callType'],
  total: ['inputTokens', 'outputTokens'],
  cache: ['cacheReadTokens', 'cacheWriteTokens'],
  rate: ['outputTokens', 'durationMs', 'timeToFirstChunkMs'],
  'list-cost': ['costList', 'costListState'],
  'paid-cost': ['costPaid', 'costPaidState'],
  quota: ['costCharged', 'costChargedState'],
  amount: ['amountNanoUsd'],
  balance: ['balanceAfterNanoUsd'],
  ip: ['clientAddress'],
  agent: ['userAgent'],
  session: ['sessionId'],
  conversation: ['conversationId'],
  'finish-reason': ['finishReasons'],
  details: ['eventName', 'costFormula', 'errorMessage'],
  format: ['apiFormat'],
  tier: ['servedServiceTier'],
  'request-id': ['requestId'],
  'trace-id': ['traceId', 'spanId'],
  'response-id': ['responseId'],
  'unread-usage': ['usageUnread'],
};

/** The fields of these columns, in their order, each once. */
export function fieldsOfColumns(ids: readonly ColumnId[]): RecordFieldKey[] {
  return [...new Set(ids.flatMap((id) => COLUMN_FIELDS[id]))];
}
