import { t } from '@grafana/i18n';
import type { Attempt } from '@tokentrail/records';
import { joined } from '../../record/record-view.ts';
import { causeOf, lastSent } from './attempt-path.ts';
import { attemptName, outcomeWords, skipSentence } from './attempt-words.ts';

/**
 * Why the call came to this attempt: "After 429 rate limit exceeded at azure-eu." Null for the first attempt at the first
 * candidate, and for what was not sent.
 */
export function causeWords(attempt: Attempt, attempts: readonly Attempt[]): string | null {
  const cause = causeOf(attempt, attempts);
  if (cause === null) {
    return null;
  }
  const { before, beforeRan, skipped } = cause;
  return joined(' ', before && wordsAfter(before, beforeRan, attempt), ...skipped.map(skippedWords));
}

function wordsAfter(before: Attempt, beforeRan: boolean, attempt: Attempt): string {
  const name = attemptName(before);
  if (attempt.continues === true) {
    return t('request.attempt.cause-continues', 'Continues the response of {{name}}.', { name, ...PLAIN });
  }
  if (beforeRan) {
    return t('request.attempt.cause-beside', 'Sent while {{name}} had not ended.', { name, ...PLAIN });
  }
  const outcome = outcomeWords(before);
  return t('request.attempt.cause-after', 'After {{outcome}} at {{name}}.', { outcome, name, ...PLAIN });
}

function skippedWords(skipped: Attempt): string {
  const name = attemptName(skipped);
  const reason = skipSentence(skipped);
  return reason === ''
    ? t('request.attempt.cause-skipped', '{{name}} was skipped.', { name, ...PLAIN })
    : t('request.attempt.cause-skipped-because', '{{name}} was skipped: {{reason}}.', { name, reason, ...PLAIN });
}

/** Why a candidate was not reached. */
export function notReachedWords(attempts: readonly Attempt[]): string {
  const last = lastSent(attempts);
  if (last === null) {
    return t('request.attempt.not-reached-alone', 'Not reached: no request was sent to a provider.');
  }
  const name = attemptName(last);
  switch (last.state) {
    case 'success':
      return t('request.attempt.not-reached', 'Not reached: {{name}} responded.', { name, ...PLAIN });
    case 'pending':
    case 'streaming':
      return t('request.attempt.not-reached-yet', 'Not reached so far: {{name}} still runs.', { name, ...PLAIN });
    default: {
      const outcome = outcomeWords(last);
      const values = { name, outcome, ...PLAIN };
      return t('request.attempt.not-reached-end', 'Not reached: the call ended with {{outcome}} at {{name}}.', values);
    }
  }
}

/** React escapes. */
const PLAIN = { interpolation: { escapeValue: false } } as const;
