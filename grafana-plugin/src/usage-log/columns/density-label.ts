import { t } from '@grafana/i18n';
import type { Density } from '../../column-set.ts';

export function densityLabel(density: Density): string {
  switch (density) {
    case 'compact':
      return t('usage-log.columns.compact', 'Compact');
    case 'comfortable':
      return t('usage-log.columns.comfortable', 'Comfortable');
  }
}
