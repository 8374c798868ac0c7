import { AppPlugin } from '@grafana/data';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { lazy, Suspense, type ComponentType } from 'react';
import type { AppSettings } from './store/use-data-source.ts';

/** Wiring only: what a page needs is loaded with the page. */
function lazily<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): ComponentType<P> {
  const Page = lazy(load) as unknown as ComponentType<P>;
  return function LazyPage(props: P) {
    return (
      <Suspense fallback={<LoadingPlaceholder text="" />}>
        <Page {...props} />
      </Suspense>
    );
  };
}

export const plugin = new AppPlugin<AppSettings>().setRootPage(lazily(() => import('./pages/App.tsx'))).addConfigPage({
  id: 'configuration',
  title: 'Configuration',
  icon: 'cog',
  body: lazily(() => import('./pages/ConfigPage.tsx')),
});
