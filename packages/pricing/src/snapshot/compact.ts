import type { BookDocument, Conditions, EntryDocument, FreeDocument, Prices, RowDocument } from '../book/document.ts';
import { isTokenMeter } from '../meter-names.ts';

/**
 * The committed form of the snapshot: a price book without the parts that all entries have in common. `expand` restores
 * them.
 */
export interface CompactSnapshot {
  schema: 1;
  /** sha256 of all other fields except `date`. */
  version: string;
  /** UTC day on which it was compiled: `2026-11-25`. */
  date: string;
  /** Package and version of the source data. */
  from: string;
  sellers: Record<string, { hosts: readonly string[]; prefixes?: readonly string[]; model_from?: 'responded' }>;
  entries: CompactEntry[];
  free: { seller: string; models: string[] }[];
}

export interface CompactEntry {
  seller: string;
  id: string;
  models: string[];
  rows: CompactRow[];
  inherits?: readonly string[];
  at_least?: Readonly<Record<string, number>>;
  factors?: EntryDocument['factors'];
  read_from?: string;
  /** Hosts in addition to those of the seller. */
  hosts?: readonly string[];
}

export interface CompactRow {
  /** Conditions in addition to `ORDINARY_CALL`, which a row may override. */
  when?: Conditions;
  /** USD per 1M tokens, per unit of a measure, or per 1,000 units of anything else; `0.111/3600` is the price of 3,600 units. */
  prices: Record<string, string>;
}

/** The source has no tier, speed or batch: its prices apply only to ordinary calls. */
const ORDINARY_CALL = { tier: ['default', 'standard', 'on_demand'], speed: 'standard', batch: 'false' };

const PER_UNIT = new Set(['second', 'image', 'character', 'page']);

export function expand(snapshot: CompactSnapshot): BookDocument {
  return {
    schema: 1,
    version: `snapshot-${snapshot.version.slice(0, 12)}`,
    corrections_of: snapshot.from,
    entries: snapshot.entries.map((entry) => expandEntry(entry, snapshot)),
    free: snapshot.free.map(({ seller, models }): FreeDocument => ({
      seller: sellerOf(seller, snapshot),
      models: namesOf(models, seller, snapshot),
    })),
  };
}

function expandEntry(entry: CompactEntry, snapshot: CompactSnapshot): EntryDocument {
  const expanded: EntryDocument = {
    id: `${entry.seller}/${entry.id}`,
    seller: sellerOf(entry.seller, snapshot),
    models: namesOf(entry.models, entry.seller, snapshot),
    rows: entry.rows.map((row): RowDocument => ({ when: { ...ORDINARY_CALL, ...row.when }, prices: pricesOf(row) })),
  };
  if (entry.inherits !== undefined) {
    expanded.inherits = [...entry.inherits];
  }
  const { model_from } = snapshot.sellers[entry.seller] ?? {};
  if (model_from !== undefined) {
    expanded.model_from = model_from;
  }
  if (entry.at_least !== undefined) {
    expanded.at_least = { ...entry.at_least };
  }
  if (entry.factors !== undefined) {
    expanded.factors = entry.factors;
  }
  if (entry.read_from !== undefined) {
    expanded.read_from = entry.read_from;
  }
  if (entry.hosts !== undefined) {
    expanded.seller = { ...expanded.seller, hosts: [...(expanded.seller.hosts ?? []), ...entry.hosts] };
  }
  return expanded;
}

function sellerOf(id: string, snapshot: CompactSnapshot) {
  return { hosts: [...(snapshot.sellers[id]?.hosts ?? [])], provider: id };
}

/** The names with each of the seller's prefixes too. */
function namesOf(models: string[], seller: string, snapshot: CompactSnapshot): string[] {
  const prefixes = snapshot.sellers[seller]?.prefixes ?? [];
  return models.flatMap((name) => [name, ...prefixes.map((prefix) => prefix + name)]);
}

function pricesOf(row: CompactRow): Prices {
  return Object.fromEntries(
    Object.entries(row.prices).map(([meter, price]) => {
      const [usd = '', per] = price.split('/');
      return [meter, { usd, per: per === undefined ? perOf(meter) : Number(per) }];
    }),
  );
}

export function perOf(meter: string): number {
  return PER_UNIT.has(meter) ? 1 : isTokenMeter(meter) ? 1_000_000 : 1000;
}
