import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import { formatFullTime } from '../../format.ts';
import type { EmptyReason } from './content-tabs.ts';

/** Why content is missing, and what to do, in one line. */
export function emptyWords(reason: EmptyReason, timeZone: TimeZone): string {
  switch (reason.kind) {
    case 'not-recorded':
      return notRecordedWords(reason.level);
    case 'running':
      return t(
        'request.content.empty.running',
        'Not arrived yet: the request still runs, and its content arrives with its end.',
      );
    case 'lost':
      return t(
        'request.content.empty.lost',
        'Not arrived: the request never reported its end, with which its content arrives.',
      );
    case 'removed':
      return t('request.content.empty.removed', 'Removed: the traces store has content since {{time}} only.', {
        time: formatFullTime(String(BigInt(reason.sinceMs) * 1_000_000n), timeZone),
        interpolation: { escapeValue: false },
      });
    case 'not-there':
      return t(
        'request.content.empty.not-there',
        'The traces store does not have the content of this request: it has not arrived yet, or it was removed. Content is kept for a shorter time than rows.',
      );
  }
}

function notRecordedWords(level: string | null): string {
  return level === 'headers'
    ? t(
        'request.content.empty.headers-only',
        'Not recorded: the capture level was headers. To record bodies and messages, set TOKENTRAIL_CAPTURE to full.',
      )
    : t(
        'request.content.empty.basic',
        'Not recorded: the capture level was basic. To record content, set TOKENTRAIL_CAPTURE to headers or full.',
      );
}
