import { type AppPlugin, type AppPluginMeta, PluginContextProvider, urlUtil } from '@grafana/data';
import { Alert } from '@grafana/ui';
import { useLocation, useParams } from 'react-router-dom-v5-compat';
import { mayOpen } from '../navigation.ts';
import { loadApp } from '../plugin-loader.ts';
import { useLoaded } from '../use-loaded.ts';
import { Loading } from './Loading.tsx';

/** The root page of an app plugin, at `/a/<id>/*`. */
export function AppPage() {
  const { pluginId = '' } = useParams();
  const loaded = useLoaded(() => loadApp(pluginId), pluginId);
  return (
    <Loading loaded={loaded} failure="The app plugin could not be loaded">
      {({ plugin, meta }) => <AppRoot plugin={plugin} meta={meta} />}
    </Loading>
  );
}

function AppRoot({ plugin, meta }: { plugin: AppPlugin; meta: AppPluginMeta }) {
  const location = useLocation();
  const page = meta.includes?.find((include) => include.path === location.pathname);
  if (page !== undefined && !mayOpen(page)) {
    return <Alert severity="warning" title="Access denied" />;
  }
  const Root = plugin.root;
  if (Root === undefined) {
    return <Alert title="The app plugin has no page" />;
  }
  return (
    <PluginContextProvider meta={meta}>
      <Root
        meta={meta}
        basename={`/a/${meta.id}`}
        path={location.pathname}
        query={urlUtil.parseKeyValue(location.search.slice(1))}
        onNavChanged={() => undefined}
      />
    </PluginContextProvider>
  );
}
