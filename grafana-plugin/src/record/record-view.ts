import { type Amount, isEvent, outcomeOf, shownErrorMessage, type UsageRecord } from '@tokentrail/records';
import type { IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { formatExactCost } from '../format.ts';
import { recordTypeWord } from './record-words.ts';

export type Tone = 'success' | 'info' | 'error' | 'warning' | 'plain';

export interface Status {
  text: string;
  tone: Tone;
  /** Status in words, for the tooltip and screen readers. */
  words: string;
}

/** Statuses by what they depend on: a table shows few different ones in hundreds of rows, and their words are translated. */
const statuses = new Map<string, Status>();

/** Status of a record as a badge. The outcome decides its tone, so a call that failed after its 200 is red. */
export function statusOf(record: UsageRecord): Status {
  const key = `${record.recordType} ${record.state} ${record.statusCode}`;
  const status = statuses.get(key) ?? newStatus(record);
  statuses.set(key, status);
  return status;
}

function newStatus(record: UsageRecord): Status {
  if (isEvent(record.recordType)) {
    return {
      text: recordTypeWord(record.recordType),
      tone: 'plain',
      words: t('record.status.event', 'Event, not a call'),
    };
  }
  const outcome = outcomeOf(record);
  const { statusCode } = record;
  const code = statusCode === null ? null : String(statusCode);
  switch (outcome) {
    case 'lost':
      return {
        text: t('record.status.lost', 'lost'),
        tone: 'warning',
        words: t('record.status.lost-words', 'Running, but not updated for 90 seconds'),
      };
    case 'running':
      return { text: t('record.status.running', 'running'), tone: 'info', words: runningWords(record.state) };
    case 'cancelled':
      return { text: code ?? t('record.status.cancelled', 'cancelled'), tone: 'plain', words: cancelledWords() };
    case 'failed':
      return { text: code ?? t('record.status.failed', 'failed'), tone: 'error', words: failedWords(statusCode) };
    case 'success':
      return { text: code ?? t('record.status.ok', 'ok'), ...successOf(statusCode) };
  }
}

function runningWords(state: UsageRecord['state']): string {
  return state === 'streaming'
    ? t('record.status.streaming-words', 'Streaming now')
    : t('record.status.running-words', 'Running now');
}

function failedWords(code: number | null): string {
  if (code === null) {
    return t('record.status.failed-words', 'Failed; no status was reported');
  }
  return code >= 400
    ? t('record.status.code-failed', 'Failed with status {{code}}', { code })
    : t('record.status.code-failed-late', 'Failed after status {{code}} was sent', { code });
}

function successOf(code: number | null): Omit<Status, 'text'> {
  if (code === null) {
    return { tone: 'success', words: t('record.status.ok-words', 'Success; no status was reported') };
  }
  return code >= 300
    ? { tone: 'warning', words: t('record.status.code-redirected', 'Redirected with status {{code}}', { code }) }
    : { tone: 'success', words: t('record.status.code-responded', 'Responded with status {{code}}', { code }) };
}

export interface Mark {
  icon: IconName;
  tone: Tone;
  words: string;
}

/** Marks shown beside the status: retries, fallbacks, and failures that the status does not show. */
export function marksOf(record: UsageRecord): Mark[] {
  const { statusCode, attemptsCount } = record;
  const outcome = outcomeOf(record);
  const marks: (Mark | false)[] = [
    ...routingMarksOf(record),
    outcome === 'failed' &&
      (attemptsCount ?? 0) > 1 && {
        icon: 'times',
        tone: 'error',
        words: t('record.mark.all-failed', 'All attempts failed'),
      },
    outcome === 'failed' &&
      statusCode !== null &&
      statusCode < 400 && { icon: 'exclamation-circle', tone: 'error', words: failedWords(statusCode) },
    outcome === 'cancelled' && statusCode !== null && { icon: 'minus-circle', tone: 'plain', words: cancelledWords() },
  ];
  return marks.filter((mark) => mark !== false);
}

/**
 * Marks of a call that took more than one attempt: retried, with the same or another key, or at another provider. A call
 * that changed the key was retried too and has only the mark of the key.
 */
export function routingMarksOf(record: UsageRecord): Mark[] {
  const { attemptsCount, attemptsRetried, attemptsChangedKey, attemptsFellBack } = record;
  const marks: (Mark | false)[] = [
    attemptsChangedKey && { icon: 'key-skeleton-alt', tone: 'warning', words: changedKeyWords(attemptsCount) },
    attemptsRetried && !attemptsChangedKey && { icon: 'repeat', tone: 'warning', words: retriedWords(attemptsCount) },
    attemptsFellBack && { icon: 'code-branch', tone: 'warning', words: fellBackWords(attemptsCount) },
  ];
  return marks.filter((mark) => mark !== false);
}

function cancelledWords(): string {
  return t('record.status.cancelled-words', 'Cancelled by the caller');
}

function retriedWords(count: number | null): string {
  return count === null
    ? t('record.mark.retried', 'Retried at the same provider')
    : t('record.mark.retried-attempts', '', {
        count,
        defaultValue_one: 'Retried at the same provider ({{count}} attempt)',
        defaultValue_other: 'Retried at the same provider ({{count}} attempts)',
      });
}

function changedKeyWords(count: number | null): string {
  return count === null
    ? t('record.mark.changed-key', 'Retried with another key of the same provider')
    : t('record.mark.changed-key-attempts', '', {
        count,
        defaultValue_one: 'Retried with another key of the same provider ({{count}} attempt)',
        defaultValue_other: 'Retried with another key of the same provider ({{count}} attempts)',
      });
}

function fellBackWords(count: number | null): string {
  return count === null
    ? t('record.mark.fell-back', 'Fell back to another provider')
    : t('record.mark.fell-back-attempts', '', {
        count,
        defaultValue_one: 'Fell back to another provider ({{count}} attempt)',
        defaultValue_other: 'Fell back to another provider ({{count}} attempts)',
      });
}

/** Requested, target and response's model, as far as they differ: "best → gpt-4o → gpt-4o-2024-08-06". */
export function modelText(record: UsageRecord): string | null {
  return joined(' → ', ...modelsOf(record));
}

/** The models of a call in the order in which they were determined, each once. */
function modelsOf({ requestModel, targetModel, responseModel }: UsageRecord): string[] {
  const models = [requestModel, targetModel, responseModel].filter((model) => model !== null);
  return models.filter((model, index) => model !== models[index - 1]);
}

/** Date suffixes of model names: -2024-08-06, -20250929, -0613. */
const DATE_SUFFIX = /^-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$/;

/** Short form of `modelText` for table cells: omits a model that is a dated version of the one before. */
export function shortModelText(record: UsageRecord): string | null {
  const models = modelsOf(record);
  return joined(' → ', ...models.filter((model, index) => !isDatedVersion(models[index - 1], model)));
}

function isDatedVersion(model: string | undefined, other: string): boolean {
  return model !== undefined && other.startsWith(model) && DATE_SUFFIX.test(other.slice(model.length));
}

/** Sum of input and output tokens; embeddings have input tokens only. Null if a required count was not reported. */
export function totalTokens(record: UsageRecord): number | null {
  if (record.inputTokens === null) {
    return null;
  }
  if (record.outputTokens === null) {
    return record.callType === 'embeddings' ? record.inputTokens : null;
  }
  return record.inputTokens + record.outputTokens;
}

/**
 * Output tokens per second, measured from the first chunk if its time is known, otherwise from the start. Null for
 * images: an image arrives at once, and its tokens only express its price.
 */
export function outputRate({ callType, outputTokens, durationMs, timeToFirstChunkMs }: UsageRecord): number | null {
  if (callType === 'image') return null;
  const ms = (durationMs ?? 0) - (timeToFirstChunkMs ?? 0);
  return outputTokens === null || outputTokens === 0 || ms <= 0 ? null : (outputTokens / ms) * 1000;
}

export function endpointText(record: UsageRecord): string | null {
  return record.eventName ?? record.endpoint;
}

/** Name and preview: "checkout · sk-***9f3a". */
export function keyText(record: UsageRecord): string | null {
  return joined(' · ', record.keyName, record.keyPreview);
}

/** Short form of `keyText` for table cells: the name, otherwise the end of the preview, "…9f3a". */
export function shortKeyText({ keyName, keyPreview }: UsageRecord): string | null {
  const end = /\.\.\.(.+)$/.exec(keyPreview ?? '')?.[1];
  return keyName ?? (end === undefined ? keyPreview : `…${end}`);
}

/** What failed, in words. They blame someone only if the origin of the error is known. */
export function errorText({ errorMessage, errorCode, errorType, errorOrigin, statusCode }: UsageRecord): string | null {
  if (errorMessage === null) {
    return errorCode ?? errorType;
  }
  return shownErrorMessage(errorMessage, {
    ...(errorCode !== null && { code: errorCode }),
    ...(statusCode !== null && { statusCode }),
    origin: errorOrigin ?? undefined,
  });
}

/** Exact amount, or the reason why there is none: unknown is never $0. */
export function amountWords({ nanoUsd, state }: Amount): string {
  switch (state) {
    case 'unknown_price':
      return t('record.amount.unknown-price', 'Unknown: the price book has no price for this call');
    case 'hidden':
      return t('record.amount.hidden', 'Hidden: you may see what callers are charged');
    case 'unknown_usage':
      return t('record.amount.unknown-usage', 'Unknown: the provider did not report usage');
    case 'free':
      return t('record.amount.free-words', 'Free of charge');
    case 'not_billed':
      return t('record.amount.not-billed', 'Not billed: no provider charges for this call');
    default:
      return nanoUsd === null ? t('record.amount.not-reported', 'Not reported') : formatExactCost(nanoUsd);
  }
}

/** Joins the parts that are not empty. Null if all are empty. */
export function joined(separator: string, ...parts: (string | null | undefined)[]): string | null {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(separator) || null;
}

/**
 * Shortens a version that is the SHA-256 hash of a price file to its first 12 digits; returns other versions
 * unchanged.
 */
export function versionText(version: string | null): string | null {
  return version === null ? null : version.replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, '$1…');
}
