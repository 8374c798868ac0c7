import { OrgRole, type PluginInclude } from '@grafana/data';
import { config } from '@grafana/runtime';

/** Adds a field that Grafana sends and `@grafana/data` does not declare. */
type AppPage = PluginInclude & { defaultNav?: boolean };

export interface NavigationLink {
  text: string;
  /** Without the sub path. */
  path: string;
}

const RANK: Record<string, number> = { [OrgRole.Viewer]: 1, [OrgRole.Editor]: 2, [OrgRole.Admin]: 3 };

/** The only app on this page. */
export function appId(): string {
  return Object.keys(config.apps)[0] ?? '';
}

/** Whether the user may open an entry of plugin.json's `includes`: its action if it has one, else its role. */
export function mayOpen(include: PluginInclude): boolean {
  const { user } = config.bootData;
  if (include.action !== undefined && include.action !== '') {
    return user.permissions?.[include.action] === true;
  }
  return (RANK[user.orgRole] ?? 0) >= (RANK[include.role ?? OrgRole.Viewer] ?? 0);
}

/** Menu pages of the app that the user may open. */
export function appLinks(): NavigationLink[] {
  return appPages()
    .filter((page) => page.addToNav === true && mayOpen(page))
    .map((page) => ({ text: page.name, path: (page.path ?? '').replace('%PLUGIN_ID%', appId()) }));
}

export function appPages(): AppPage[] {
  const app = config.apps[appId()] as { includes?: AppPage[] } | undefined;
  return (app?.includes ?? []).filter((include) => include.type === 'page');
}

/** Path that `/` redirects to. */
export function homePath(): string {
  const home = appPages().find((page) => page.defaultNav === true);
  return home?.path ?? `/a/${appId()}`;
}
