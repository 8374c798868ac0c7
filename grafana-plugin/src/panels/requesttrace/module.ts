import { PanelPlugin } from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import { PLUGIN_ID } from '../../constants.ts';
import { lazyPart } from '../../lazy-part.tsx';
import { suggestForRecords } from '../suggestions.ts';
import { addRequestTraceOptions } from './option-editors.ts';
import { requestTraceOptions, type RequestTraceOptions } from './options.ts';

// Wiring only.

// Grafana reads the options, with their texts, before it renders the panel.
void initPluginTranslations(PLUGIN_ID);

export const plugin = new PanelPlugin<RequestTraceOptions>(lazyPart(() => import('./RequestTracePanel.tsx')))
  .setPanelOptions(addRequestTraceOptions)
  .setMigrationHandler(requestTraceOptions)
  .setSuggestionsSupplier(suggestForRecords);
