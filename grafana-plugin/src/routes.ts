import { PLUGIN_ID } from './constants.ts';

/** Routes of the app's pages, relative to the app. */
export const ROUTES = {
  usageLog: 'requests',
  stats: 'stats',
  request: 'requests/:traceId/:spanId',
} as const;

/** Absolute path of an app route, without Grafana's sub path: `requests` → `/a/<app>/requests`. */
export function prefixRoute(route: string): string {
  return `/a/${PLUGIN_ID}/${route}`;
}
