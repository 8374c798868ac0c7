import { t } from '@grafana/i18n';
import type { Attempt, AttemptState } from '@tokentrail/records';
import { formatCount, formatDuration } from '../../format.ts';
import { joined, type Tone } from '../../record/record-view.ts';
import { stateWord } from '../../record/record-words.ts';
import type { AttemptMark } from './attempt-path.ts';

const TONES: Readonly<Record<AttemptState, Tone>> = {
  available: 'plain',
  skipped: 'plain',
  pending: 'info',
  streaming: 'info',
  success: 'success',
  failed: 'error',
  cancelled: 'warning',
};

export function toneOf(state: AttemptState): Tone {
  return TONES[state];
}

/** Status code such as "429" if it says how the attempt ended, otherwise the state: "200 failed", "streaming". */
export function attemptStatusText({ state, statusCode }: Attempt): string {
  const isEnded = state === 'success' || state === 'failed';
  if (!isEnded || statusCode === undefined) {
    return stateWord(state);
  }
  return state === 'failed' && statusCode < 400 ? `${statusCode} ${stateWord(state)}` : String(statusCode);
}

/** Name by which texts refer to an attempt, as it was recorded: its endpoint, otherwise its provider or its number. */
export function attemptName({ endpoint, provider, index }: Attempt): string {
  const name = endpoint ?? provider;
  return name === undefined || name === ''
    ? t('request.attempt.number', 'candidate {{number}}', { number: index + 1 })
    : name;
}

/** How a sent attempt ended, in a few words: "429 rate limit exceeded", "timeout". */
export function outcomeWords(attempt: Attempt): string {
  const { state, statusCode, errorCode, errorType } = attempt;
  const error = (errorCode ?? errorType)?.replaceAll('_', ' ');
  return state === 'failed'
    ? (joined(' ', statusCode?.toString(), error === statusCode?.toString() ? null : error) ?? stateWord(state))
    : attemptStatusText(attempt);
}

export function skipWords(reason: string): string {
  switch (reason) {
    case 'capability_missing':
      return t('request.attempt.skip-capability', 'a capability is missing');
    case 'model_not_allowed':
      return t('request.attempt.skip-model', 'it does not offer the model to this key');
    case 'circuit_open':
      return t('request.attempt.skip-circuit', 'its circuit breaker is open');
    default:
      return reason.replaceAll('_', ' ');
  }
}

/** Capabilities that the call requires and the candidate does not have. */
export function missingCapabilities({ capabilitiesRequired = [], capabilitiesHeld = [] }: Attempt): string[] {
  return capabilitiesRequired.filter((capability) => !capabilitiesHeld.includes(capability));
}

/** Reason why a candidate was skipped: "needs vision; has tools, cache_1h". Empty if unknown. */
export function skipSentence(attempt: Attempt): string {
  const missing = missingCapabilities(attempt);
  // A candidate may lack a capability and be skipped for another reason.
  if (missing.length > 0 && (attempt.skipReason ?? 'capability_missing') === 'capability_missing') {
    return t('request.attempt.skip-needs', 'needs {{missing}}; has {{held}}', {
      missing: missing.join(', '),
      held: attempt.capabilitiesHeld?.join(', ') || t('request.attempt.none', 'none'),
      interpolation: { escapeValue: false },
    });
  }
  return attempt.skipReason === undefined ? '' : skipWords(attempt.skipReason);
}

export function markWords(mark: AttemptMark): string {
  switch (mark) {
    case 'continues':
      return t('request.attempt.mark-continues', 'continues');
    case 'retried':
      return t('request.attempt.mark-retry', 'retry');
    case 'other_key':
      return t('request.attempt.mark-other-key', 'retry with another key');
    case 'other_provider':
      return t('request.attempt.mark-other-provider', 'another provider');
  }
}

/** What an attempt's line shows beside its status: "129 ms · first 40 ms · rate_limit_exceeded". */
export function attemptSummary(attempt: Attempt): string {
  if (attempt.state === 'skipped' || attempt.state === 'available') {
    return attempt.state === 'skipped' ? skipSentence(attempt) : '';
  }
  const words = joined(
    ' · ',
    attempt.durationMs === undefined ? null : formatDuration(attempt.durationMs),
    attempt.firstChunkMs === undefined ? null : firstChunkWords(attempt.firstChunkMs),
    attempt.errorCode ?? attempt.errorType,
  );
  return words ?? '';
}

function firstChunkWords(ms: number): string {
  return t('request.attempt.summary-first-chunk', 'first {{duration}}', { duration: formatDuration(ms) });
}

/** What a fold of attempts shows: "57 attempts: 429 rate limit exceeded", "80 attempts: 70 failed, 10 skipped". */
export function foldWords(attempts: readonly Attempt[]): string {
  const outcomes = new Set(attempts.map(outcomeOrSkip));
  const byState = new Map<AttemptState, number>();
  attempts.forEach(({ state }) => byState.set(state, (byState.get(state) ?? 0) + 1));
  const [first] = outcomes;
  const what =
    outcomes.size === 1 && first !== undefined
      ? first
      : [...byState].map(([state, count]) => `${formatCount(count)} ${stateWord(state)}`).join(', ');
  return t('request.attempts.fold', '', {
    count: attempts.length,
    what,
    defaultValue_one: '{{count}} attempt: {{what}}',
    defaultValue_other: '{{count}} attempts: {{what}}',
    interpolation: { escapeValue: false },
  });
}

function outcomeOrSkip(attempt: Attempt): string {
  return attempt.state === 'skipped'
    ? (joined(', ', stateWord(attempt.state), skipSentence(attempt)) ?? '')
    : outcomeWords(attempt);
}

/** Usage of an attempt, with the parts that are not 0: "1,200 in, 800 from cache, 340 out", "2 image". Null if none was reported. */
export function usedWords({ usage = {}, units = {} }: Attempt): string | null {
  const counted = (count: number | undefined, what: string) =>
    count === undefined ? null : `${formatCount(count)} ${what.replaceAll('_', ' ')}`;
  return joined(
    ', ',
    counted(usage.inputTokens, t('request.attempt.usage-input', 'in')),
    counted(usage.cacheReadTokens || undefined, t('request.attempt.usage-cache-read', 'from cache')),
    counted(usage.cacheWriteTokens || undefined, t('request.attempt.usage-cache-write', 'to cache')),
    counted(usage.outputTokens, t('request.attempt.usage-output', 'out')),
    counted(usage.reasoningTokens || undefined, t('request.attempt.usage-reasoning', 'reasoning')),
    ...Object.entries(units).map(([unit, count]) => counted(count, unit)),
  );
}
