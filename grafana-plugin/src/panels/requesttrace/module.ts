import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { PLUGIN_ID } from '../../constants.ts';
import { lazyPanel } from '../lazy-panel.tsx';
import { suggestForRecords } from '../suggestions.ts';
import { addRequestTraceOptions } from './option-editors.ts';
import { requestTraceOptions, type RequestTraceOptions } from './options.ts';

// Wiring only.

// Grafana reads the options, with their texts, before it renders the panel.
void initPluginTranslations(PLUGIN_ID);

export const plugin = new PanelPlugin<RequestTraceOptions>(lazyPanel(() => import('./RequestTracePanel.tsx')))
  .setPanelOptions(addRequestTraceOptions)
  .setMigrationHandler(requestTraceOptions)
  .setSuggestionsSupplier(suggestForRecords);
