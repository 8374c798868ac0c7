import type { Stores, StoreSettings } from '../stores.ts';

/** Field of the data source's settings that only Grafana's server can read back. */
export interface SecureField {
  name: string;
  label(): string;
  /** A value that shows the format. It is the same in every language. */
  example?: string;
}

/** A proxy route of the data source's `plugin.json` with its settings. */
export interface RouteSpec {
  /** Path of the route in `plugin.json`. */
  path: string;
  title(): string;
  help(): string;
  fields: readonly SecureField[];
}

/** Field of the data source's settings that viewers can read. */
export interface PlainField {
  name: 'ledgerDatabase' | 'tracesDatabase';
  label(): string;
  defaultValue: string;
}

/** The settings of one kind of store, and their tests. `../stores-at.ts` opens it. */
export interface StoreKind {
  /** Value of the setting `kind`. */
  kind: NonNullable<StoreSettings['kind']>;
  /** The store's product name. */
  label: string;
  /** Limitation to show in the settings. */
  notice?(): string;
  /** In the order of `plugin.json`. */
  routes: readonly RouteSpec[];
  plainFields: readonly PlainField[];
  /** Whether the store can hide from viewers what the operator pays. */
  canHideMargin: boolean;
  /** Names of the secure fields of all routes. */
  secureFields: readonly string[];
  /** One test of each route. None for a store kind that cannot be read yet. */
  tests: readonly RouteTest[];
}

/** A test of a proxy route: of its address, its account and what it must be able to read. */
export interface RouteTest {
  /** Path of the route in `plugin.json`. */
  route: string;
  /** The store behind the route, as a name. */
  name(): string;
  /** Secure fields with the address, and with the account. */
  addressField: string;
  accountFields: readonly string[];
  /** Whether the route needs the right to read traces. */
  needsTracesRight: boolean;
  /** Rejects with `StoreError`. */
  query(stores: Stores, signal?: AbortSignal): Promise<unknown>;
}

export function secureFieldsOf(routes: readonly RouteSpec[]): string[] {
  return routes.flatMap(({ fields }) => fields.map(({ name }) => name));
}
