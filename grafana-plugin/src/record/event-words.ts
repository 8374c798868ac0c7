import { t } from '@grafana/i18n';
import { outcomeOf, type UsageRecord } from '@tokentrail/records';
import { formatCost } from '../format.ts';

/** What an event did: "Top-up of $25.00", "Login failed", "Two factor enabled". */
export function eventTitle(record: UsageRecord): string {
  const failed = outcomeOf(record) === 'failed';
  const amount = record.amountNanoUsd === null ? null : formatCost(record.amountNanoUsd);
  switch (record.recordType) {
    case 'topup':
      return topUpTitle(amount, failed);
    case 'refund':
      return refundTitle(amount, failed);
    case 'login':
      return failed ? t('record.event.login-failed', 'Login failed') : t('record.event.login', 'Login');
    default: {
      const action = actionWords(record) ?? t('record.event.unnamed', 'Event without a name');
      return failed
        ? t('record.event.failed', '{{action}} (failed)', { action, interpolation: { escapeValue: false } })
        : action;
    }
  }
}

function topUpTitle(amount: string | null, failed: boolean): string {
  if (failed) {
    return t('record.event.topup-failed', 'Top-up failed');
  }
  return amount === null
    ? t('record.event.topup', 'Top-up')
    : t('record.event.topup-amount', 'Top-up of {{amount}}', { amount, interpolation: { escapeValue: false } });
}

function refundTitle(amount: string | null, failed: boolean): string {
  if (failed) {
    return t('record.event.refund-failed', 'Refund failed');
  }
  return amount === null
    ? t('record.event.refund', 'Refund')
    : t('record.event.refund-amount', 'Refund of {{amount}}', { amount, interpolation: { escapeValue: false } });
}

/** The name of an event as words: "two_factor.enabled" → "Two factor enabled". Null if it has none. */
export function actionWords({ eventName }: UsageRecord): string | null {
  const words = eventName?.replaceAll(/[._-]+/g, ' ').trim() ?? '';
  return words === '' ? null : words.charAt(0).toUpperCase() + words.slice(1);
}
