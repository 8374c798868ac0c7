import { PluginContextProvider } from '@grafana/data';
import { PluginPage } from '@grafana/runtime';
import { useParams } from 'react-router-dom-v5-compat';
import { loadApp } from '../plugin-loader.ts';
import { useLoaded } from '../use-loaded.ts';
import { Loading } from './Loading.tsx';

/** The configuration pages that an app adds, at `/plugins/<id>`. */
export function AppConfigPage() {
  const { pluginId = '' } = useParams();
  const loaded = useLoaded(() => loadApp(pluginId), pluginId);
  return (
    <Loading loaded={loaded} failure="The app plugin could not be loaded">
      {({ plugin, meta }) => (
        <PluginPage pageNav={{ text: meta.name, subTitle: meta.info.description }}>
          <PluginContextProvider meta={meta}>
            {(plugin.configPages ?? []).map(({ id, body: Body }) => (
              <Body key={id} plugin={plugin} query={{}} />
            ))}
          </PluginContextProvider>
        </PluginPage>
      )}
    </Loading>
  );
}
