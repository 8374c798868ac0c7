import {
  type GrafanaConfig,
  locationUtil,
  standardEditorsRegistry,
  standardFieldConfigEditorRegistry,
  standardTransformersRegistry,
} from '@grafana/data';
import { initPluginTranslations } from '@grafana/i18n';
import {
  config,
  locationService,
  setAppEvents,
  setBackendSrv,
  setChromeHeaderHeightHook,
  setCurrentUser,
  setDataSourceSrv,
  setEchoSrv,
  setLocationSrv,
  setPluginComponentHook,
  setPluginComponentsHook,
  setPluginFunctionsHook,
  setPluginLinksHook,
  setReturnToPreviousHook,
  setRunRequest,
  setTemplateSrv,
} from '@grafana/runtime';
import { setPluginPage } from 'grafana-runtime-internals/components/PluginPage.mjs';
import { appEvents } from './app-events.ts';
import { PreviewBackendSrv } from './backend-srv.ts';
import { PreviewDataSourceSrv } from './data-source-srv.ts';
import { runRequest } from './run-request.ts';
import { PreviewTemplateSrv } from './template-srv.ts';

/** Ids of the option editors in Grafana's core. A panel's options may refer to them before an editor is rendered. */
const EDITOR_IDS = [
  'text',
  'number',
  'slider',
  'boolean',
  'radio',
  'select',
  'multi-select',
  'color',
  'unit',
  'strings',
  'timezone',
  'stats-picker',
  'field-name',
  'field-name-matcher',
  'data-source-picker',
  'links',
  'mappings',
  'thresholds',
  'dashboard-uid',
];

/**
 * Sets the services that `@grafana/runtime` provides to plugins, as Grafana's core does before the first render.
 *
 * @param pluginPage implementation of `PluginPage`.
 */
export async function installRuntime(pluginPage: Parameters<typeof setPluginPage>[0]): Promise<void> {
  setAppEvents(appEvents);
  setBackendSrv(new PreviewBackendSrv());
  setDataSourceSrv(new PreviewDataSourceSrv());
  setTemplateSrv(new PreviewTemplateSrv());
  setRunRequest(runRequest);
  setLocationSrv(locationService);
  setEchoSrv(SILENT_ECHO);
  setCurrentUser(config.bootData.user);
  setChromeHeaderHeightHook(() => 0);
  setReturnToPreviousHook(() => () => undefined);
  setPluginPage(pluginPage);
  installEmptyExtensions();
  installRegistries();
  locationUtil.initialize({
    // Only `appSubUrl` is used.
    config: config as unknown as GrafanaConfig,
    getTimeRangeForUrl: () => ({ from: 'now-6h', to: 'now' }),
    getVariablesUrlParams: () => ({}),
  });
  await initPluginTranslations('grafana');
}

/** Usage is not reported. `onInteraction` is of Grafana 13. */
const SILENT_ECHO = {
  flush: () => undefined,
  addBackend: () => undefined,
  addEvent: () => undefined,
  onInteraction: () => () => undefined,
};

/** There are no other plugins that could extend this one. */
function installEmptyExtensions(): void {
  setPluginLinksHook(() => ({ links: [], isLoading: false }));
  setPluginComponentHook(() => ({ component: null, isLoading: false }));
  setPluginComponentsHook(() => ({ components: [], isLoading: false }));
  setPluginFunctionsHook(() => ({ functions: [], isLoading: false }));
}

function installRegistries(): void {
  const withoutEditor = (id: string) => ({ id, name: id, editor: () => null });
  standardEditorsRegistry.setInit(() => EDITOR_IDS.map(withoutEditor));
  standardFieldConfigEditorRegistry.setInit(() => []);
  standardTransformersRegistry.setInit(() => []);
}
