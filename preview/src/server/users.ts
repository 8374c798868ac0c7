import { objectOf, objectsOf, textOf } from './json.ts';
import type { Plugin } from './plugins.ts';

export type Role = 'Viewer' | 'Editor' | 'Admin';

export interface User {
  id: number;
  login: string;
  role: Role;
  /** Actions the user holds. */
  actions: ReadonlySet<string>;
}

const RANK: Record<Role, number> = { Viewer: 1, Editor: 2, Admin: 3 };

/** What every signed-in user of Grafana holds, as far as a plugin asks for it. */
const BASIC_ACTIONS = ['plugins.app:access', 'datasources:query', 'datasources:read', 'dashboards:read'];
const EDITOR_ACTIONS = ['datasources:explore'];
const ADMIN_ACTIONS = [
  'datasources:write',
  'datasources:create',
  'plugins:write',
  'users.roles:read',
  'org.users:read',
];

/** The user of a listener. The roles that the app's plugin.json grants are held by their own rank and above. */
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

/** A server administrator (`Grafana Admin`) is not among the preview's users, its admin counts as one. */
export function hasRole(role: Role, needed: string): boolean {
  const rank = needed === 'Grafana Admin' ? RANK.Admin : RANK[needed as Role];
  return rank !== undefined && RANK[role] >= rank;
}
