import type { StoreSettings } from '../stores.ts';
import { CLICKHOUSE } from './clickhouse.ts';
import type { StoreKind } from './store-kind.ts';
import { TEMPO } from './tempo.ts';

/** All kinds of stores, the default first. A new kind needs an entry here, its routes in `plugin.json` and a line in `../stores-at.ts`. */
export const STORE_KINDS: readonly StoreKind[] = [CLICKHOUSE, TEMPO];

/** The store kind of a data source's settings. */
export function storeKindOf({ kind }: StoreSettings): StoreKind {
  return STORE_KINDS.find((known) => known.kind === kind) ?? CLICKHOUSE;
}
