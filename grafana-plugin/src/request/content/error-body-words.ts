import { t } from '@grafana/i18n';
import type { ErrorBody } from './error-bodies.ts';

/** Names the attempt whose error this is. */
export function errorBodyWords({ attempt }: Pick<ErrorBody, 'attempt'>): string {
  if (attempt === null) {
    return t('request.content.error-bodies', 'Error bodies of the attempts');
  }
  const { index, retry } = attempt;
  return retry === 0
    ? t('request.content.error-body', 'Error body of candidate {{candidate}}', { candidate: index + 1 })
    : t('request.content.error-body-of-retry', 'Error body of candidate {{candidate}}, retry {{retry}}', {
        candidate: index + 1,
        retry,
      });
}
