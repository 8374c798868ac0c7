import { t } from '@grafana/i18n';
import type { Attempt, AttemptState } from '@tokentrail/records';
import { formatCount, formatDuration } from '../../format.ts';
import { joined, type Tone } from '../../record/record-view.ts';
import { stateWord } from '../../record/record-words.ts';

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

/** Status code such as "429", or the state if there is no status code. */
export function attemptStatusText({ state, statusCode }: Attempt): string {
  return state === 'available' || statusCode === undefined ? stateWord(state) : String(statusCode);
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
  if (missing.length > 0) {
    return t('request.attempt.skip-needs', 'needs {{missing}}; has {{held}}', {
      missing: missing.join(', '),
      held: attempt.capabilitiesHeld?.join(', ') || t('request.attempt.none', 'none'),
      interpolation: { escapeValue: false },
    });
  }
  return attempt.skipReason === undefined ? '' : skipWords(attempt.skipReason);
}

/** Summary shown on an attempt's line: "129 ms · continues · sk-…1234". */
export function attemptSummary(attempt: Attempt): string {
  const words = joined(
    ' · ',
    attempt.durationMs === undefined ? null : formatDuration(attempt.durationMs),
    attempt.firstChunkMs === undefined ? null : firstChunkWords(attempt.firstChunkMs),
    attempt.continues === true ? t('request.attempt.summary-continues', 'continues') : null,
    attempt.keyPreview,
    attempt.errorCode ?? attempt.errorType,
  );
  return words ?? '';
}

function firstChunkWords(ms: number): string {
  return t('request.attempt.summary-first-chunk', 'first {{duration}}', { duration: formatDuration(ms) });
}

/** Usage of an attempt: "1,200 in, 340 out", "2 image, 1 web search". Null if none was reported. */
export function usedWords({ usage = {}, units = {} }: Attempt): string | null {
  const counted = (count: number | undefined, what: string) =>
    count === undefined ? null : `${formatCount(count)} ${what.replaceAll('_', ' ')}`;
  return joined(
    ', ',
    counted(usage.inputTokens, t('request.attempt.usage-input', 'in')),
    counted(usage.outputTokens, t('request.attempt.usage-output', 'out')),
    ...Object.entries(units).map(([unit, count]) => counted(count, unit)),
  );
}
