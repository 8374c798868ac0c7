import { t } from '@grafana/i18n';
import type { SeriesField } from '@tokentrail/usage-store';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { valueLabel } from '../../filters/controls/filter-words.ts';
import { isPersonal } from '../../filters/search/personal-fields.ts';

/** A value of a dimension as text, for where `RowName` cannot show it. Not if the user hides such names. */
export function useValueLabel(field: SeriesField, value: string): string {
  const hidden = useNamesHidden() && isPersonal(field) && value !== '';
  return hidden ? t('stats.dimension.hidden-name', 'a hidden name') : valueLabel(field, value);
}
