import { profileOf, type UsageProfile } from '../usage/normalise.ts';
import { canonicalJson, sha256 } from './canonical.ts';
import type { BookDocument, BookLayer, BuyFactor, EntryDocument, FxRate, SellDocument } from './document.ts';
import { layerOfEntry, type PriceEntryRecord } from './entry-record.ts';
import { rateInForce } from './cells.ts';
import { isExact, matchesGlob } from './globs.ts';
import { isFree, resolveRows, type Circumstances } from './resolve.ts';
import type { PriceRow } from './row.ts';
import { isNamed, isSoldBy } from './sellers.ts';
import { ALWAYS, inDates, intersect, type Span } from './windows.ts';

/** What a price hangs on. */
export interface PriceQuery {
  host: string | undefined;
  provider: string | undefined;
  /** Names of the model, best first: the answering one, then the one asked for where it is the same model undated. */
  models: readonly string[];
  servedTier: string | undefined;
  requestedTier: string | undefined;
  conditions: Circumstances;
  /** Unix ms. */
  at: number;
}

/** The entry that applies, with those of its rows whose conditions but the context hold. */
export interface Resolved {
  id: string;
  /** Name of the seller, for its profile and our contract. */
  seller: string | undefined;
  source: BookLayer['source'];
  version: string;
  /** sha256 of `content`, 64 hex digits. */
  hash: string;
  /** Canonical JSON of the entry and of the rates in force that it uses. */
  content: string;
  profile: UsageProfile;
  free: boolean;
  rows: readonly PriceRow[];
}

/** What was found, or that nothing was, and when that stands. */
interface ResponseReader {
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

const CACHE_LIMIT = 2000;
/** Who calls chooses the model's name: what is longer is looked up each time rather than remembered. */
const LONGEST_KEY = 2000;
/** As long as the ledger keeps a name; nobody sells a model of a longer one, and patterns need not be tried on it. */
const LONGEST_NAME = 256;

/** Prices, compiled. It remembers what it found, and finds the same without remembering. */
export class PriceBook {
  readonly version: string;
  readonly sell: SellDocument | null;
  readonly buy: readonly BuyFactor[];
  private readonly layers: readonly Layer[];
  private readonly cache = new Map<string, ResponseReader>();
  /** Most calls ask what the one before asked. */
  private last: { query: PriceQuery; response: ResponseReader } | undefined;
  private readonly used = new Set<string>();
  private fresh: PriceEntryRecord[] = [];

  /** `layers`: strongest first. Contract and sell side are those of the first layer that has one. */
  constructor(layers: readonly BookLayer[]) {
    this.layers = layers.map(compileLayer);
    this.version = this.layers.map((layer) => layer.version).join('+');
    this.sell = layers.find((layer) => layer.document.sell !== undefined)?.document.sell ?? null;
    this.buy = layers.find((layer) => layer.document.buy !== undefined)?.document.buy ?? [];
  }

  /** Null where nothing in the book is about this seller and model at that time. */
  resolve(query: PriceQuery): Resolved | null {
    if (
      this.last === undefined ||
      !isInForce(this.last.response, query.at) ||
      !isSameQuestion(this.last.query, query)
    ) {
      this.last = { query, response: this.lookUp(query) };
    }
    return this.last.response.found;
  }

  private lookUp(query: PriceQuery): ResponseReader {
    const key = keyOf(query);
    const known = this.cache.get(key);
    if (known !== undefined && isInForce(known, query.at)) {
      return known;
    }
    const response = this.find(query);
    if (this.cache.size >= CACHE_LIMIT) {
      this.cache.clear();
    }
    if (key.length <= LONGEST_KEY) {
      this.cache.set(key, response);
    }
    if (response.found !== null) {
      this.note(response.found);
    }
    return response;
  }

  /** The entries that came into use since this was last asked, each once: to be kept beside the rows that name them. */
  takeNewEntries(): PriceEntryRecord[] {
    const taken = this.fresh;
    if (taken.length > 0) {
      this.fresh = [];
    }
    return taken;
  }

  /** Notes that an entry is in use. */
  note({ hash, id, source, version, content }: PriceEntryRecord): void {
    if (!this.used.has(hash)) {
      this.used.add(hash);
      this.fresh.push({ hash, id, source, version, content });
    }
  }

  /** The answer stands until any entry that was passed over on the way becomes valid, too. */
  private find(query: PriceQuery): ResponseReader {
    let span = ALWAYS;
    for (const layer of this.layers) {
      for (const model of query.models) {
        if (model.length > LONGEST_NAME) {
          continue;
        }
        const response = findIn(layer, model, query);
        span = intersect(span, response.span);
        if (response.found !== null) {
          return { found: response.found, span };
        }
      }
    }
    return { found: null, span };
  }
}

function isInForce({ span }: ResponseReader, at: number): boolean {
  return at >= span.from && at < span.until;
}

/** Whether two queries differ in their time alone. */
function isSameQuestion(a: PriceQuery, b: PriceQuery): boolean {
  return (
    a.host === b.host &&
    a.provider === b.provider &&
    a.servedTier === b.servedTier &&
    a.requestedTier === b.requestedTier &&
    a.models.length === b.models.length &&
    a.models.every((model, index) => model === b.models[index]) &&
    hasAll(a.conditions, b.conditions) &&
    hasAll(b.conditions, a.conditions)
  );
}

function hasAll(conditions: Circumstances, wanted: Circumstances): boolean {
  for (const name in wanted) {
    if (conditions[name] !== wanted[name]) {
      return false;
    }
  }
  return true;
}

/** No two queries have one key, whatever their texts hold. */
function keyOf({ host, provider, models, servedTier, requestedTier, conditions }: PriceQuery): string {
  let key = `${keyText(host)}\n${keyText(provider)}\n${keyText(servedTier)}\n${keyText(requestedTier)}\n${models.length}`;
  for (const model of models) {
    key += `\n${keyText(model)}`;
  }
  for (const name in conditions) {
    key += `\n${keyText(name)}\n${keyText(conditions[name])}`;
  }
  return key;
}

/** A text as one line. */
function keyText(text: string | undefined): string {
  if (text === undefined) {
    return '';
  }
  return text === '' || text.includes('\n') || text.startsWith('"') ? JSON.stringify(text) : text;
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

/** A stored entry as it applies to `query`, whoever was asked for what; null where it is none, or not in force then. */
export function resolveStored(record: PriceEntryRecord, query: PriceQuery): Resolved | null {
  const { document } = layerOfEntry(record) ?? {};
  const [entry] = document?.entries ?? [];
  if (document === undefined || entry === undefined || !inDates(entry.valid ?? {}, query.at).holds) {
    return null;
  }
  return resolveEntry({ ...record, fx: document.fx ?? [] }, entry, query, ALWAYS).found;
}

/** The rates in force at `at` of the currencies that the entry has prices in. */
function ratesOf(entry: EntryDocument, fx: readonly FxRate[], at: number): FxRate[] {
  if (fx.length === 0) {
    return [];
  }
  const prices = [...entry.rows.map((row) => row.prices), entry.any_row ?? {}].flatMap((row) => Object.values(row));
  const currencies = new Set(prices.flatMap((price) => Object.keys(price)).map((name) => name.toUpperCase()));
  return [...currencies].sort().flatMap((currency) => rateInForce(fx, currency, at) ?? []);
}

/** A line of the free list as an entry of its own. */
function freeEntry(free: NonNullable<BookDocument['free']>[number]): EntryDocument {
  return { id: `free/${free.seller.provider ?? free.seller.hosts?.[0] ?? ''}`, ...free, rows: [], free: true };
}

/** Exact names go before globs; among equals the first in the file counts. */
function findIn(layer: Layer, model: string, query: PriceQuery): ResponseReader {
  const exact = layer.byName.get(model)?.filter((entry) => isSoldBy(entry.seller, query.host, query.provider)) ?? [];
  const byGlob = layer.globs
    .filter(({ pattern, entry }) => matchesGlob(pattern, model) && isSoldBy(entry.seller, query.host, query.provider))
    .map(({ entry }) => entry);
  // Where one host sells under several names, the entry that carries the call's own name goes first.
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
): ResponseReader {
  // The rates it used and no other: years of daily rates would be more than the ledger takes.
  const fx = ratesOf(entry, layer.fx, query.at);
  const content = canonicalJson(fx.length === 0 ? { entry } : { entry, fx });
  const { rows, span } = resolveRows(entry, layer.fx, query);
  const found: Resolved = {
    id: entry.id,
    seller: entry.seller.provider,
    source: layer.source,
    version: layer.version,
    hash: sha256(content),
    content,
    profile: entry.usage ?? profileOf(entry.seller.provider),
    free: isFree(entry),
    rows,
  };
  return { found, span: intersect(valid, span) };
}
