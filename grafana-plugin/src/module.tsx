import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense, type ComponentType } from 'react';
import { PLUGIN_ID } from './constants.ts';
import { TRACE_LINKS } from './extensions/trace-links.ts';
import type { AppSettings } from './store/grafana-stores.ts';
import { translated } from './translated.ts';

// Wiring only: Grafana loads this file early, and the pages load on first use.

function lazyPage<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Page = lazy(() => translated(load)) as unknown as ComponentType<P>;
  return function LazyPage(props: P) {
    return (
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Page {...props} />
      </Suspense>
    );
  };
}

export const plugin = new AppPlugin<AppSettings>()
  .setRootPage(lazyPage(() => import('./pages/App.tsx')))
  .addConfigPage({
    id: 'configuration',
    // In English, like the names in plugin.json: Grafana reads it before any text can be translated.
    title: 'Configuration',
    icon: 'cog',
    body: lazyPage(() => import('./pages/ConfigPage.tsx')),
  })
  .exposeComponent({
    id: `${PLUGIN_ID}/request-detail/v1`,
    title: 'Request detail',
    description: 'Cost, attempts and recorded content of one LLM call',
    component: lazyPage(() => import('./extensions/ExposedRequest.tsx')),
  });

for (const link of TRACE_LINKS) {
  plugin.addLink(link);
}
