import type { DataSourceInstanceSettings } from '@grafana/data';
import { t } from '@grafana/i18n';

/** Why the data source that is chosen for links gives none. Undefined if it does. `types`: those that links can lead to. */
export function linkProblem(
  selected: DataSourceInstanceSettings | undefined,
  types: readonly string[],
): string | undefined {
  if (selected === undefined) {
    return t('config.linked.missing', 'This data source does not exist. Choose another one, or none.');
  }
  return types.includes(selected.type)
    ? undefined
    : t('config.linked.unsupported', 'Links to the type “{{type}}” are not supported. Choose one of: {{types}}.', {
        type: selected.type,
        types: types.join(', '),
        interpolation: { escapeValue: false },
      });
}
