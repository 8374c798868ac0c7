import { isRunning, type Amount, type Attempt, type UsageRecord } from '@tokentrail/records';
import type { IconName } from '@grafana/data';
import { DASH, formatCost, formatExactCost } from '../format.ts';

/** What a record says at a glance. All pure: the pages, the drawer and the panels show the same words. */

export type Tone = 'success' | 'info' | 'error' | 'warning' | 'plain';

export interface Status {
  text: string;
  tone: Tone;
  /** The same in words, for a title and for who does not see the colour. */
  words: string;
}

export function statusOf(record: UsageRecord): Status {
  if (record.recordType !== 'usage' && record.recordType !== 'request') {
    return { text: record.recordType, tone: 'plain', words: 'An event, no call' };
  }
  if (record.state === 'lost') {
    return { text: 'lost', tone: 'warning', words: 'Running, without a sign of life for 90 seconds' };
  }
  if (isRunning(record.state)) {
    return { text: 'live', tone: 'info', words: record.state === 'streaming' ? 'Streaming now' : 'Running now' };
  }
  if (record.statusCode !== null) {
    return { text: String(record.statusCode), ...toneOfCode(record.statusCode) };
  }
  if (record.state === 'success') {
    return { text: 'ok', tone: 'success', words: 'Success; no status was reported' };
  }
  return record.state === 'cancelled'
    ? { text: 'cancelled', tone: 'warning', words: 'The caller gave the call up' }
    : { text: 'failed', tone: 'error', words: 'Failed; no status was reported' };
}

function toneOfCode(code: number): Omit<Status, 'text'> {
  if (code >= 400) {
    return { tone: 'error', words: `Failed with status ${code}` };
  }
  return code >= 300
    ? { tone: 'info', words: `Redirected with status ${code}` }
    : { tone: 'success', words: `Answered with status ${code}` };
}

export interface Mark {
  icon: IconName;
  tone: Tone;
  words: string;
}

/** How the call went on its way, beside its status. */
export function marksOf(record: UsageRecord): Mark[] {
  const sentAttempts = record.attemptsCount === null ? '' : ` (${record.attemptsCount} attempts)`;
  const { state, statusCode } = record;
  const marks: (Mark | false)[] = [
    record.attemptsRetried && { icon: 'repeat', tone: 'warning', words: `Retried at the same provider${sentAttempts}` },
    record.attemptsFellBack && {
      icon: 'code-branch',
      tone: 'warning',
      words: `Fell back to another provider${sentAttempts}`,
    },
    state === 'failed' &&
      (record.attemptsCount ?? 0) > 1 && { icon: 'times', tone: 'error', words: 'All attempts failed' },
    // The status came before the end did.
    state === 'failed' &&
      statusCode !== null &&
      statusCode < 400 && { icon: 'exclamation-circle', tone: 'error', words: 'Failed after its status was sent' },
    state === 'cancelled' &&
      statusCode !== null && { icon: 'minus-circle', tone: 'warning', words: 'The caller gave the call up' },
  ];
  return marks.filter((mark) => mark !== false);
}

/** The asked model, and the one that answered where that differs: "gpt-4o → gpt-4o-2024-08-06". */
export function modelText(record: UsageRecord): string | null {
  const { requestModel: asked, responseModel: responded } = record;
  if (asked === null || responded === null || asked === responded) {
    return asked ?? responded;
  }
  return `${asked} → ${responded}`;
}

/** How providers date a model's name: -2024-08-06, -20250929, -0613. */
const DATE_SUFFIX = /^-(\d{4}-\d{2}-\d{2}|\d{8}|\d{4})$/;

/** The same for a narrow place: a dated version of the model that was asked for goes without saying. */
export function shortModelText(record: UsageRecord): string | null {
  const { requestModel: asked, responseModel: responded } = record;
  if (asked !== null && responded?.startsWith(asked) && DATE_SUFFIX.test(responded.slice(asked.length))) {
    return asked;
  }
  return modelText(record);
}

/** Input and output; an embedding has input alone. Null unless the provider reported what it takes. */
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
 * Output tokens a second, while there was output: from the first chunk on where that is known. Of text alone: an image comes
 * all at once, and its tokens are a price.
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

/** The same for a narrow place: the name, else what tells keys of one issuer apart, "…9f3a". */
export function shortKeyText({ keyName, keyPreview }: UsageRecord): string | null {
  const end = /\.\.\.(.+)$/.exec(keyPreview ?? '')?.[1];
  return keyName ?? (end === undefined ? keyPreview : `…${end}`);
}

export function errorText(record: UsageRecord): string | null {
  return record.errorMessage ?? record.errorCode ?? record.errorType;
}

export interface AmountView {
  text: string;
  /** Exact amount, or why there is none. */
  words: string;
  unknown: boolean;
}

/** An amount as it may be shown: an unknown one says so, and never reads as $0. */
export function amountView({ nanoUsd, state }: Amount): AmountView {
  switch (state) {
    case 'unknown_price':
      return { text: 'unknown', words: 'Unknown: the price book has no price for this call', unknown: true };
    case 'unknown_usage':
      return { text: 'unknown', words: 'Unknown: the provider did not report what was used', unknown: true };
    case 'free':
      return { text: 'free', words: 'Free of charge', unknown: false };
    case 'not_billed':
      return { text: '$0', words: 'Not billed: no provider charges for this call', unknown: false };
    default:
      return nanoUsd === null
        ? { text: DASH, words: 'Not reported', unknown: false }
        : { text: formatCost(nanoUsd), words: formatExactCost(nanoUsd), unknown: false };
  }
}

/** The attempt to look at first: the one that answered, else the last that failed, else the first there is. */
export function decisiveAttempt(attempts: readonly Attempt[]): Attempt | null {
  const last = (state: Attempt['state']) => [...attempts].reverse().find((attempt) => attempt.state === state);
  return (
    last('success') ??
    last('streaming') ??
    last('pending') ??
    last('failed') ??
    last('cancelled') ??
    attempts[0] ??
    null
  );
}

/** The parts there are, null where there is none. */
export function joined(separator: string, ...parts: (string | null | undefined)[]): string | null {
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(separator) || null;
}

/** A version that is the hash of a price file is told by its beginning: it is there to be compared, not to be read. */
export function versionText(version: string | null): string | null {
  return version === null ? null : version.replace(/^([0-9a-f]{12})[0-9a-f]{52}$/, '$1…');
}
