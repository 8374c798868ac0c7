import { t } from '@grafana/i18n';
import { isEvent, outcomeOf, type UsageRecord } from '@tokentrail/records';
import type { FilterCondition, NumberField } from '@tokentrail/usage-store';
import { formatCost, formatCount, formatDuration, formatExactCost, unixMs } from '../../format.ts';
import { errorText, statusOf } from '../../record/record-view.ts';
import { valuesCondition, type ValuesField } from '../../filters/filters.ts';
import { isPersonal } from '../../filters/search/personal-fields.ts';

/** A filter that a cell offers. */
export interface CellFilter {
  label: string;
  condition: FilterCondition;
}

/** A value of a cell, with the filters that it offers. */
export interface CellValue {
  /** As the menu shows it; null: not reported. */
  shown: string | null;
  /** The whole value, for the clipboard; null if there is nothing to copy. */
  copied: string | null;
  /** Whether it names a person, a team, or a device of theirs. The user can hide these on the screen. */
  personal: boolean;
  filters: readonly CellFilter[];
}

/**
 * The values of a cell: one entry for each, such as the key and the user of one cell. Cells of columns that no filter
 * compares offer only what can be copied.
 *
 * @param column id of a column; empty for an unknown one
 */
export function cellFilters(column: string, record: UsageRecord): CellValue[] {
  switch (column) {
    case 'time':
      return [copyOnly(new Date(unixMs(record.startUnixNano)).toISOString())];
    case 'status':
      return ofStatus(record);
    case 'endpoint':
      return ofEndpoint(record);
    case 'model':
      return ofTexts('model', record.requestModel, record.targetModel, record.responseModel);
    case 'caller':
      return [...ofTexts('key', record.keyName, record.keyPreview), ...ofTexts('user', record.userId)];
    case 'key':
      return ofTexts('key', record.keyName, record.keyPreview);
    case 'tags':
      return ofTexts('tag', ...Object.entries(record.tags).map(([name, value]) => `${name}=${value}`));
    case 'error':
      return ofError(record);
    case 'tokens':
    case 'total':
      return ofTokens(record);
    case 'duration':
      return [
        ...ofNumber('duration', nanoseconds(record.durationMs), duration(record.durationMs)),
        ...ofNumber('first_chunk', nanoseconds(record.timeToFirstChunkMs), duration(record.timeToFirstChunkMs)),
      ];
    case 'cost':
      return ofCost(record.cost.charged.nanoUsd);
    default:
      return ofOneText(column, record);
  }
}

/** Columns with one text that a filter compares. */
const FIELD_OF_COLUMN: Readonly<
  Record<string, { field: ValuesField; value: (record: UsageRecord) => string | null } | undefined>
> = {
  type: { field: 'type', value: ({ recordType }) => recordType },
  source: { field: 'source', value: ({ source }) => source },
  provider: { field: 'provider', value: ({ provider }) => provider },
  group: { field: 'group', value: ({ group }) => group },
  user: { field: 'user', value: ({ userId }) => userId },
  service: { field: 'service', value: ({ serviceName }) => serviceName },
  environment: { field: 'environment', value: ({ deploymentEnvironment }) => deploymentEnvironment },
  'call-type': { field: 'call_type', value: ({ callType }) => callType },
  ip: { field: 'ip', value: ({ clientAddress }) => clientAddress },
  agent: { field: 'agent', value: ({ userAgent }) => userAgent },
  session: { field: 'session', value: ({ sessionId }) => sessionId },
  conversation: { field: 'conversation', value: ({ conversationId }) => conversationId },
  'request-id': { field: 'request', value: ({ requestId }) => requestId },
  'trace-id': { field: 'trace', value: ({ traceId }) => traceId },
  'response-id': { field: 'response', value: ({ responseId }) => responseId },
};

/** Columns whose text can only be copied. */
const COPIED_OF_COLUMN: Readonly<Record<string, ((record: UsageRecord) => string | null) | undefined>> = {
  method: ({ method }) => method,
  'finish-reason': ({ finishReasons }) => finishReasons.join(', '),
  format: ({ apiFormat }) => apiFormat,
  tier: ({ servedServiceTier }) => servedServiceTier,
  'unread-usage': ({ usageUnread }) => usageUnread.join(', '),
  'list-cost': ({ cost }) => exactCost(cost.list.nanoUsd),
  'paid-cost': ({ cost }) => exactCost(cost.paid.nanoUsd),
  amount: ({ amountNanoUsd }) => exactCost(amountNanoUsd),
  balance: ({ balanceAfterNanoUsd }) => exactCost(balanceAfterNanoUsd),
};

function ofOneText(column: string, record: UsageRecord): CellValue[] {
  const known = FIELD_OF_COLUMN[column];
  if (known !== undefined) {
    return ofTexts(known.field, known.value(record));
  }
  const text = COPIED_OF_COLUMN[column]?.(record) ?? null;
  return text === null || text === '' ? [] : [copyOnly(text)];
}

function copyOnly(text: string): CellValue {
  return { shown: text, copied: text, personal: false, filters: [] };
}

/** The reported texts, each once. If there is none, the records without any. */
function ofTexts(field: ValuesField, ...texts: readonly (string | null)[]): CellValue[] {
  const known = [...new Set(texts)].filter((text): text is string => text !== null && text !== '');
  return known.length === 0 ? [missing(field)] : known.map((text) => ofText(field, text));
}

function ofText(field: ValuesField, text: string, copied: string | null = text): CellValue {
  return { shown: text, copied, personal: isPersonal(field), filters: forAndOut(field, text) };
}

function missing(field: ValuesField): CellValue {
  return { shown: null, copied: null, personal: false, filters: forAndOut(field, '') };
}

function forAndOut(field: ValuesField, value: string): CellFilter[] {
  const condition = valuesCondition(field, [value]);
  return [
    { label: t('search.cell.filter-for', 'Filter for value'), condition },
    { label: t('search.cell.filter-out', 'Filter out value'), condition: { ...condition, exclude: true } },
  ];
}

/** The status and its class, how the record ended, and its marks. An event has only its type. */
function ofStatus(record: UsageRecord): CellValue[] {
  const { recordType, statusCode } = record;
  if (isEvent(recordType)) {
    return [{ ...ofText('type', recordType), shown: statusOf(record).text }];
  }
  const code = statusCode === null ? null : String(statusCode);
  return [
    ...(code === null ? [] : [ofText('status', code), ofText('status', `${code[0] ?? ''}xx`, null)]),
    ofText('state', outcomeOf(record), null),
    ...(record.attemptsRetried ? [ofText('state', 'retried', null)] : []),
    ...(record.attemptsChangedKey ? [ofText('state', 'changed_key', null)] : []),
    ...(record.attemptsFellBack ? [ofText('state', 'fell_back', null)] : []),
  ];
}

function ofEndpoint({ eventName, method, endpoint }: UsageRecord): CellValue[] {
  if (eventName !== null) {
    return [copyOnly(eventName)];
  }
  return ofTexts('endpoint', method !== null && endpoint !== null ? `${method} ${endpoint}` : null, endpoint);
}

function ofError(record: UsageRecord): CellValue[] {
  const { errorType, errorCode, errorMessage } = record;
  const message = errorMessage === null ? null : errorText(record);
  return [...ofTexts('error', errorCode, errorType), ...(message === null ? [] : [copyOnly(message)])];
}

/** The sum that the filter compares: of those counts that were reported. */
function ofTokens({ inputTokens, outputTokens }: UsageRecord): CellValue[] {
  if (inputTokens === null && outputTokens === null) {
    return [];
  }
  const sum = (inputTokens ?? 0) + (outputTokens ?? 0);
  return ofNumber('tokens', String(sum), { shown: formatCount(sum), copied: String(sum) });
}

function ofCost(nanoUsd: string | null): CellValue[] {
  return nanoUsd === null ? [] : ofNumber('cost', nanoUsd, { shown: formatCost(nanoUsd), copied: exactCost(nanoUsd) });
}

function exactCost(nanoUsd: string | null): string | null {
  return nanoUsd === null ? null : formatExactCost(nanoUsd);
}

function duration(ms: number | null) {
  return { shown: ms === null ? '' : formatDuration(ms), copied: ms === null ? null : `${ms}ms` };
}

function nanoseconds(ms: number | null): string | null {
  return ms === null ? null : String(Math.round(ms * 1e6));
}

/** Comparisons with a number; none if it is unknown, or below 0, which no comparison can express. */
function ofNumber(
  field: NumberField,
  value: string | null,
  { shown, copied }: { shown: string; copied: string | null },
): CellValue[] {
  if (value === null || value.startsWith('-')) {
    return [];
  }
  const filters: CellFilter[] = [
    { label: t('search.cell.at-least', 'At least this'), condition: { field, comparison: '>=', value } },
    { label: t('search.cell.at-most', 'At most this'), condition: { field, comparison: '<=', value } },
  ];
  return [{ shown, copied, personal: false, filters }];
}
