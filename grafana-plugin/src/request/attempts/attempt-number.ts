import { t } from '@grafana/i18n';
import type { Attempt } from '@tokentrail/records';
import { formatCount } from '../../format.ts';
import { sentInTime } from './attempt-path.ts';

/** "Attempt 2 of 3", in the order of time. Null for what was not sent. */
export function attemptNumberWords(attempt: Attempt, attempts: readonly Attempt[]): string | null {
  const sent = sentInTime(attempts);
  const index = sent.indexOf(attempt);
  return index < 0
    ? null
    : t('request.attempts.number', 'Attempt {{number}} of {{all}}', {
        number: formatCount(index + 1),
        all: formatCount(sent.length),
      });
}

/** "openai · openai-main"; an endpoint that is named as its provider once. */
export function upstreamParts({ provider, endpoint }: Attempt): (string | undefined)[] {
  return [provider, endpoint === provider ? undefined : endpoint];
}
