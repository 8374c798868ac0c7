import type { StoreSettings } from '../stores.ts';
import { CLICKHOUSE } from './clickhouse.ts';
import type { StoreKind } from './store-kind.ts';
import { TEMPO } from './tempo.ts';

// Loaded with the stores, because both share the limit of open requests.
export { readAnnotations } from '../annotations.ts';

/** All kinds of stores, the default first. A new kind needs an entry here and its routes in `plugin.json`. */
export const STORE_KINDS: readonly StoreKind[] = [CLICKHOUSE, TEMPO];

/** The store kind of a data source's settings. */
export function storeKindOf({ kind }: StoreSettings): StoreKind {
  return STORE_KINDS.find((known) => known.kind === kind) ?? CLICKHOUSE;
}
