import { t } from '@grafana/i18n';
import type { GroupField } from '@tokentrail/usage-store';
import type { GroupView } from '../../layout-parameters.ts';

/** Field that the records of a group share; null for errors, which share several. */
export function fieldOf(view: GroupView): GroupField | null {
  switch (view) {
    case 'request':
      return 'trace';
    case 'session':
    case 'conversation':
      return view;
    case 'error':
      return null;
  }
}

export function groupViewWord(view: GroupView): string {
  switch (view) {
    case 'request':
      return t('usage-log.groups.request', 'Inbound request');
    case 'session':
      return t('usage-log.groups.session', 'Session');
    case 'conversation':
      return t('usage-log.groups.conversation', 'Conversation');
    case 'error':
      return t('usage-log.groups.error', 'Error');
  }
}
