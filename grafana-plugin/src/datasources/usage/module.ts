import { DataSourcePlugin } from '@grafana/data';
import { lazy } from 'react';
import { translated } from '../../translated.ts';
import { UsageDataSource } from './DataSource.ts';
import type { UsageOptions, UsageQuery, UsageSecrets } from './types.ts';

// Wiring only. Grafana renders the editors inside its own Suspense boundary.
export const plugin = new DataSourcePlugin<UsageDataSource, UsageQuery, UsageOptions, UsageSecrets>(UsageDataSource)
  .setConfigEditor(lazy(() => translated(() => import('./ConfigEditor.tsx'))))
  .setQueryEditor(lazy(() => translated(() => import('./QueryEditor.tsx'))));
