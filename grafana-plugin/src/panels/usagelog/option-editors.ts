import type { PanelOptionsEditorBuilder } from '@grafana/data';
import { t } from '@grafana/i18n';
import { DENSITIES } from '../../column-set.ts';
import { densityLabel } from '../../usage-log/columns/density-label.ts';
import { lazyPart } from '../../lazy-part.tsx';
import { CLICK_ACTIONS, DEFAULT_OPTIONS, type ClickAction, type UsageLogOptions } from './options.ts';

const ColumnsEditor = lazyPart(() => import('./ColumnsEditor.tsx'));

/** Adds the panel's options to Grafana's panel editor. */
export function addUsageLogOptions(builder: PanelOptionsEditorBuilder<UsageLogOptions>): void {
  builder
    .addRadio({
      path: 'density',
      name: t('panels.usage-log.density', 'Density'),
      settings: { options: DENSITIES.map((value) => ({ value, label: densityLabel(value) })) },
      defaultValue: DEFAULT_OPTIONS.density,
    })
    .addNumberInput({
      path: 'maxRows',
      name: t('panels.usage-log.max-rows', 'Maximum rows'),
      settings: { min: 1, integer: true, placeholder: t('panels.usage-log.all-rows', 'All rows of the query') },
    })
    .addRadio({
      path: 'clickAction',
      name: t('panels.usage-log.click-action', 'Click on a row'),
      description: t(
        'panels.usage-log.click-action-help',
        'A user who may not read traces unfolds the row instead of opening the request.',
      ),
      settings: { options: CLICK_ACTIONS.map((value) => ({ value, label: actionLabel(value) })) },
      defaultValue: DEFAULT_OPTIONS.clickAction,
    })
    .addBooleanSwitch({
      path: 'hideNames',
      name: t('panels.usage-log.hide-names', 'Hide names and keys'),
      defaultValue: DEFAULT_OPTIONS.hideNames,
    })
    // The last one, because it is long.
    .addCustomEditor({
      id: 'columns',
      path: 'columns',
      name: t('panels.usage-log.columns', 'Columns'),
      description: t('panels.usage-log.columns-help', 'A column without a value in any row is left out.'),
      editor: ColumnsEditor,
      defaultValue: DEFAULT_OPTIONS.columns,
    });
}

function actionLabel(action: ClickAction): string {
  switch (action) {
    case 'open':
      return t('panels.usage-log.click-open', 'Open request');
    case 'unfold':
      return t('panels.usage-log.click-unfold', 'Unfold');
    case 'none':
      return t('panels.usage-log.click-none', 'Nothing');
  }
}
