import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { Outcome } from '@tokentrail/records';

export function outcomeWord(outcome: Outcome): string {
  switch (outcome) {
    case 'success':
      return t('record.outcome.success', 'success');
    case 'failed':
      return t('record.outcome.failed', 'failed');
    case 'cancelled':
      return t('record.outcome.cancelled', 'cancelled');
    case 'running':
      return t('record.outcome.running', 'running');
    case 'lost':
      return t('record.outcome.lost', 'lost');
  }
}

/** Colours of areas, as Grafana's own graphs have them. */
export function outcomeColor(theme: GrafanaTheme2, outcome: Outcome): string {
  const { getColorByName } = theme.visualization;
  switch (outcome) {
    case 'success':
      return getColorByName('green');
    case 'failed':
      return getColorByName('red');
    case 'cancelled':
      return theme.colors.text.secondary;
    case 'running':
      return getColorByName('blue');
    case 'lost':
      return getColorByName('orange');
  }
}
