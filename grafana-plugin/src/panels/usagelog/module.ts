import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { PLUGIN_ID } from '../../constants.ts';
import { lazyPart } from '../../lazy-part.tsx';
import { suggestForRecords } from '../suggestions.ts';
import { addUsageLogOptions } from './option-editors.ts';
import { usageLogOptions, type UsageLogOptions } from './options.ts';

// Wiring only.

// Grafana reads the options, with their texts, before it renders the panel.
void initPluginTranslations(PLUGIN_ID);

export const plugin = new PanelPlugin<UsageLogOptions>(lazyPart(() => import('./UsageLogPanel.tsx')))
  .setNoPadding()
  .setPanelOptions(addUsageLogOptions)
  .setMigrationHandler(usageLogOptions)
  .setSuggestionsSupplier(suggestForRecords);
