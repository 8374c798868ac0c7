import { t } from '@grafana/i18n';
import { joined, keyText } from '../../record/record-view.ts';
import type { Column } from './column.ts';
import { textColumn } from './column-kinds.tsx';

/** Names and addresses of a caller. The user can hide them on the screen. */
const PERSONAL = { personal: true, keepsEnd: true } as const;

/** Who called: key, user, group and client. */
export const CALLER_COLUMNS: readonly Column[] = [
  textColumn('key', () => t('usage-log.column.key', 'Key'), keyText, { min: 12, ...PERSONAL }),
  textColumn(
    'group',
    () => t('usage-log.column.group', 'Group'),
    ({ group }) => group,
    { min: 9, ...PERSONAL },
  ),
  textColumn(
    'user',
    () => t('usage-log.column.user', 'User'),
    ({ userId }) => userId,
    { min: 10, ...PERSONAL },
  ),
  textColumn('tags', () => t('usage-log.column.tags', 'Tags'), tagsText, { min: 12, personal: true }),
  textColumn(
    'ip',
    () => t('usage-log.column.ip', 'IP address'),
    ({ clientAddress }) => clientAddress,
    {
      min: 11,
      ...PERSONAL,
    },
  ),
  textColumn(
    'agent',
    () => t('usage-log.column.agent', 'User agent'),
    ({ userAgent }) => userAgent,
    {
      min: 11,
      personal: true,
    },
  ),
  textColumn(
    'session',
    () => t('usage-log.column.session', 'Session'),
    ({ sessionId }) => sessionId,
    {
      min: 10,
      ...PERSONAL,
    },
  ),
  textColumn(
    'conversation',
    () => t('usage-log.column.conversation', 'Conversation'),
    ({ conversationId }) => conversationId,
    { min: 10, ...PERSONAL },
  ),
];

function tagsText({ tags }: { tags: Readonly<Record<string, string>> }): string | null {
  return joined(', ', ...Object.entries(tags).map(([name, value]) => `${name}=${value}`));
}
