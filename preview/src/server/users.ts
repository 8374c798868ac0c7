import { objectOf, objectsOf, textOf } from './json.ts';
import type { Plugin } from './plugins.ts';

export type Role = 'Viewer' | 'Editor' | 'Admin';

export interface User {
  id: number;
  login: string;
  role: Role;
  /** RBAC actions of the user. */
  actions: ReadonlySet<string>;
}

const RANK: Record<Role, number> = { Viewer: 1, Editor: 2, Admin: 3 };

/** Actions of every signed-in Grafana user that plugins check. */
const BASIC_ACTIONS = ['plugins.app:access', 'datasources:query', 'datasources:read', 'dashboards:read'];
const EDITOR_ACTIONS = ['datasources:explore', 'alert.rules:create'];
const ADMIN_ACTIONS = [
  'datasources:write',
  'datasources:create',
  'plugins:write',
  'users.roles:read',
  'org.users:read',
];

/** User of a listener. Roles that the app's plugin.json grants apply to the granted role and higher roles. */
export function previewUser(role: Role, app: Plugin): User {
  const granted = objectsOf(app.manifest['roles'])
    .filter((entry) => grantsOf(entry['grants']).some((grant) => hasRole(role, grant)))
    .flatMap((entry) => objectsOf(objectOf(entry['role'])['permissions']))
    .map((permission) => textOf(permission['action']));
  const own = [
    ...BASIC_ACTIONS,
    ...(hasRole(role, 'Editor') ? EDITOR_ACTIONS : []),
    ...(hasRole(role, 'Admin') ? ADMIN_ACTIONS : []),
  ];
  return { id: RANK[role], login: role.toLowerCase(), role, actions: new Set([...own, ...granted]) };
}

function grantsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((grant) => typeof grant === 'string') : [];
}

/** The preview has no server administrator (`Grafana Admin`); its admin counts as one. */
export function hasRole(role: Role, needed: string): boolean {
  const rank = needed === 'Grafana Admin' ? RANK.Admin : RANK[needed as Role];
  return rank !== undefined && RANK[role] >= rank;
}
