import type { Attempt, AttemptState } from '@tokentrail/records';
import { formatCount, formatDuration } from '../format.ts';
import { joined, type Tone } from '../record/record-view.ts';

const TONES: Readonly<Record<AttemptState, Tone>> = {
  available: 'plain',
  skipped: 'plain',
  pending: 'info',
  streaming: 'info',
  success: 'success',
  failed: 'error',
  cancelled: 'warning',
};

const SKIP_REASONS: Readonly<Record<string, string>> = {
  capability_missing: 'a capability is missing',
  model_not_allowed: 'its model is not allowed for this key',
  circuit_open: 'its circuit breaker is open',
};

export function toneOf(state: AttemptState): Tone {
  return TONES[state];
}

/** Status code such as "429", or the state if there is no status code. */
export function outcomeOf({ state, statusCode }: Attempt): string {
  if (state === 'available') {
    return 'not reached';
  }
  return statusCode === undefined ? state : String(statusCode);
}

export function skipWords(reason: string): string {
  return SKIP_REASONS[reason] ?? reason.replaceAll('_', ' ');
}

/** Capabilities that the call requires and the candidate does not have. */
export function missingCapabilities({ capabilitiesRequired = [], capabilitiesHeld = [] }: Attempt): string[] {
  return capabilitiesRequired.filter((capability) => !capabilitiesHeld.includes(capability));
}

/** Reason why a candidate was skipped: "needs vision; has tools, cache_1h". Empty if unknown. */
export function skipSentence(attempt: Attempt): string {
  const missing = missingCapabilities(attempt);
  if (missing.length > 0) {
    return `needs ${missing.join(', ')}; has ${attempt.capabilitiesHeld?.join(', ') || 'none'}`;
  }
  return attempt.skipReason === undefined ? '' : skipWords(attempt.skipReason);
}

/** Summary shown on an attempt's line: "129 ms · continues · sk-…1234". */
export function attemptSummary(attempt: Attempt): string {
  const words = joined(
    ' · ',
    attempt.durationMs === undefined ? null : formatDuration(attempt.durationMs),
    attempt.firstChunkMs === undefined ? null : `first ${formatDuration(attempt.firstChunkMs)}`,
    attempt.continues === true ? 'continues' : null,
    attempt.keyPreview,
    attempt.errorCode ?? attempt.errorType,
  );
  return words ?? '';
}

/** Usage of an attempt: "1,200 in, 340 out", "2 image, 1 web search". Null if none was reported. */
export function usedWords({ usage = {}, units = {} }: Attempt): string | null {
  const counted = (count: number | undefined, what: string) =>
    count === undefined ? null : `${formatCount(count)} ${what.replaceAll('_', ' ')}`;
  return joined(
    ', ',
    counted(usage.inputTokens, 'in'),
    counted(usage.outputTokens, 'out'),
    ...Object.entries(units).map(([unit, count]) => counted(count, unit)),
  );
}
