import { profileOf, type UsageProfile } from '@tokentrail/usage';
import { canonicalJson, sha256 } from './canonical.ts';
import { statedFor } from './deployments.ts';
import type {
  BookDocument,
  BookLayer,
  BuyFactor,
  DeploymentDocument,
  EntryDocument,
  FxRate,
  SellDocument,
} from './document.ts';
import { layerOfEntry, type PriceEntryRecord } from './entry-record.ts';
import { rateInForce } from './cells.ts';
import { isExact, matchesGlob } from './globs.ts';
import { isSameExceptTime, keyOf, type PriceQuery } from './query.ts';
import { isFree, resolveRows, type Circumstances } from './resolve.ts';
import type { PriceRow } from './row.ts';
import { isNamed, isSoldBy } from './sellers.ts';
import { ALWAYS, inDates, intersect, type Span } from './windows.ts';

/** The entry that applies, with the rows whose conditions hold; context conditions are checked later. */
export interface Resolved {
  id: string;
  /** Name of the seller, for its profile and our contract. */
  seller: string | undefined;
  source: BookLayer['source'];
  version: string;
  /** sha256 of `content`, 64 hex digits. */
  hash: string;
  /** Canonical JSON of the entry and of the exchange rates it uses. */
  content: string;
  profile: UsageProfile;
  free: boolean;
  /** Whether only the model that responded counts, because requests name a deployment. */
  byResponse: boolean;
  rows: readonly PriceRow[];
  /** Conditions that the call does not report and without which no row applies. */
  unreported: readonly string[];
}

/** The result of a lookup, and the period in which it stays the same. */
interface Lookup {
  found: Resolved | null;
  span: Span;
}

interface Layer {
  source: BookLayer['source'];
  version: string;
  fx: readonly FxRate[];
  byName: ReadonlyMap<string, EntryDocument[]>;
  globs: readonly { pattern: string; entry: EntryDocument }[];
}

const MAX_CACHED_LOOKUPS = 2000;
/** Maximum length of a cache key. The caller chooses the model name; longer keys are looked up each time. */
const MAX_KEY_LENGTH = 2000;
/**
 * Maximum length of a model name, the same as in the ledger. No longer name is sold, so patterns are not matched
 * against longer ones.
 */
const MAX_NAME_LENGTH = 256;

/** A compiled price book. Lookups are cached; the cache does not change results. */
export class PriceBook {
  readonly version: string;
  readonly sell: SellDocument | null;
  readonly buy: readonly BuyFactor[];
  private readonly deployments: readonly DeploymentDocument[];
  private readonly layers: readonly Layer[];
  private readonly cache = new Map<string, Lookup>();
  /** The last lookup: most calls repeat the query of the previous one. */
  private last: { query: PriceQuery; lookup: Lookup } | undefined;
  private readonly usedHashes = new Set<string>();
  private newEntries: PriceEntryRecord[] = [];

  /** `layers`: highest precedence first. Deployments, contract factors and sell side come from the first layer that has them. */
  constructor(layers: readonly BookLayer[]) {
    this.layers = layers.map(compileLayer);
    this.version = this.layers.map((layer) => layer.version).join('+');
    this.sell = layers.find((layer) => layer.document.sell !== undefined)?.document.sell ?? null;
    this.buy = layers.find((layer) => layer.document.buy !== undefined)?.document.buy ?? [];
    this.deployments = layers.find((layer) => layer.document.deployments !== undefined)?.document.deployments ?? [];
  }

  /** The conditions that the operator states for this deployment; undefined if none. */
  stated(host: string | undefined, name: string | undefined): Circumstances | undefined {
    return this.deployments.length === 0 ? undefined : statedFor(this.deployments, host, name);
  }

  /** The entry that applies; null if the book has none for this seller and model at that time. */
  resolve(query: PriceQuery): Resolved | null {
    if (
      this.last === undefined ||
      !isInForce(this.last.lookup, query.at) ||
      !isSameExceptTime(this.last.query, query)
    ) {
      this.last = { query, lookup: this.lookUp(query) };
    }
    return this.last.lookup.found;
  }

  private lookUp(query: PriceQuery): Lookup {
    const key = keyOf(query);
    const known = this.cache.get(key);
    if (known !== undefined && isInForce(known, query.at)) {
      return known;
    }
    const lookup = this.find(query);
    if (this.cache.size >= MAX_CACHED_LOOKUPS) {
      this.cache.clear();
    }
    if (key.length <= MAX_KEY_LENGTH) {
      this.cache.set(key, lookup);
    }
    if (lookup.found !== null) {
      this.note(lookup.found);
    }
    return lookup;
  }

  /**
   * The entries first used since the last call of this method, each once, to be stored beside the rows that name them.
   */
  takeNewEntries(): PriceEntryRecord[] {
    const taken = this.newEntries;
    if (taken.length > 0) {
      this.newEntries = [];
    }
    return taken;
  }

  /** Marks an entry as used. */
  note({ hash, id, source, version, content }: PriceEntryRecord): void {
    if (!this.usedHashes.has(hash)) {
      this.usedHashes.add(hash);
      this.newEntries.push({ hash, id, source, version, content });
    }
  }

  /** Searches the layers. The result is valid until an entry that was skipped on the way becomes valid. */
  private find(query: PriceQuery): Lookup {
    let span = ALWAYS;
    for (const layer of this.layers) {
      for (const model of query.models) {
        if (model.length > MAX_NAME_LENGTH) {
          continue;
        }
        const lookup = findIn(layer, model, query);
        span = intersect(span, lookup.span);
        if (lookup.found !== null) {
          return { found: lookup.found, span };
        }
      }
    }
    return { found: null, span };
  }
}

function isInForce({ span }: Lookup, at: number): boolean {
  return at >= span.from && at < span.until;
}

function compileLayer({ document, source }: BookLayer): Layer {
  const byName = new Map<string, EntryDocument[]>();
  const globs: { pattern: string; entry: EntryDocument }[] = [];
  const free = (document.free ?? []).map(freeEntry);
  for (const entry of [...free, ...(document.entries ?? [])]) {
    for (const pattern of entry.models) {
      if (isExact(pattern)) {
        const name = pattern.toLowerCase();
        byName.set(name, [...(byName.get(name) ?? []), entry]);
      } else {
        globs.push({ pattern, entry });
      }
    }
  }
  return { source, version: document.version ?? sha256(canonicalJson(document)), fx: document.fx ?? [], byName, globs };
}

/**
 * Resolves a stored entry for `query` without matching seller or model; null if the record is invalid or the entry is
 * not in force at that time.
 */
export function resolveStored(record: PriceEntryRecord, query: PriceQuery): Resolved | null {
  const { document } = layerOfEntry(record) ?? {};
  const [entry] = document?.entries ?? [];
  if (document === undefined || entry === undefined || !inDates(entry.valid ?? {}, query.at).holds) {
    return null;
  }
  return resolveEntry({ ...record, fx: document.fx ?? [] }, entry, query, ALWAYS).found;
}

/** The rates in force at `at` for the currencies of the entry's prices. */
function ratesOf(entry: EntryDocument, fx: readonly FxRate[], at: number): FxRate[] {
  if (fx.length === 0) {
    return [];
  }
  const prices = [...entry.rows.map((row) => row.prices), entry.any_row ?? {}].flatMap((row) => Object.values(row));
  const currencies = new Set(prices.flatMap((price) => Object.keys(price)).map((name) => name.toUpperCase()));
  return [...currencies].sort().flatMap((currency) => rateInForce(fx, currency, at) ?? []);
}

/** Turns a line of the free list into an entry. */
function freeEntry(free: NonNullable<BookDocument['free']>[number]): EntryDocument {
  return { id: `free/${free.seller.provider ?? free.seller.hosts?.[0] ?? ''}`, ...free, rows: [], free: true };
}

/** Finds the entry of one layer. Exact names take precedence over globs; among equals the first in the file applies. */
function findIn(layer: Layer, model: string, query: PriceQuery): Lookup {
  const exact = layer.byName.get(model)?.filter((entry) => isSoldBy(entry.seller, query.host, query.provider)) ?? [];
  const byGlob = layer.globs
    .filter(({ pattern, entry }) => matchesGlob(pattern, model) && isSoldBy(entry.seller, query.host, query.provider))
    .map(({ entry }) => entry);
  // If one host sells under several names, an entry with the call's own provider name takes precedence.
  const candidates = [...exact, ...byGlob];
  const named = candidates.filter((entry) => isNamed(entry.seller, query.provider));
  let span = ALWAYS;
  for (const entry of [...named, ...candidates]) {
    const valid = inDates(entry.valid ?? {}, query.at);
    span = intersect(span, valid.span);
    if (valid.holds) {
      return resolveEntry(layer, entry, query, span);
    }
  }
  return { found: null, span };
}

function resolveEntry(
  layer: Pick<Layer, 'source' | 'version' | 'fx'>,
  entry: EntryDocument,
  query: PriceQuery,
  valid: Span,
): Lookup {
  // Only the rates it uses: years of daily rates would exceed the limit of the ledger.
  const fx = ratesOf(entry, layer.fx, query.at);
  const content = canonicalJson(fx.length === 0 ? { entry } : { entry, fx });
  const { rows, span, unreported } = resolveRows(entry, layer.fx, query);
  const found: Resolved = {
    id: entry.id,
    seller: entry.seller.provider,
    source: layer.source,
    version: layer.version,
    hash: sha256(content),
    content,
    profile: entry.usage ?? profileOf(entry.seller.provider),
    free: isFree(entry),
    byResponse: entry.model_from === 'responded',
    rows,
    unreported,
  };
  return { found, span: intersect(valid, span) };
}
