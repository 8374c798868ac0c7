import type { ModelInfo, Provider } from '@pydantic/genai-prices';
import { canonicalJson, sha256 } from '../book/canonical.ts';
import { AUDIO_ENTRIES } from './audio.ts';
import { AZURE_ENTRIES } from './azure.ts';
import type { CompactEntry, CompactSnapshot } from './compact.ts';
import { CORRECTIONS, FREE } from './corrections.ts';
import { modelNames, rowsOf } from './genai.ts';
import { SNAPSHOT_SELLERS, type SnapshotSeller } from './sellers.ts';
import { VOYAGE_ENTRIES } from './voyage.ts';

/** Sellers whose model names contain a region before the name and a version after it. */
const SELLERS_WITH_REGION_IN_NAME = new Set(['aws']);

/**
 * Compiles the data of genai-prices, with our corrections, into a price book. Its calculator is not used. `from` is the source
 * of the data, `date` the day of the compilation.
 */
export function compileSnapshot(providers: readonly Provider[], from: string, date: string): CompactSnapshot {
  const entries = SNAPSHOT_SELLERS.flatMap((seller) =>
    modelsOf(providers, seller).map((model) => entryOf(seller, model)),
  )
    .filter((entry) => entry.rows.length > 0 && entry.models.length > 0)
    .flatMap(correct)
    .concat(AUDIO_ENTRIES, AZURE_ENTRIES, VOYAGE_ENTRIES);
  const content = {
    schema: 1 as const,
    from,
    sellers: Object.fromEntries(
      SNAPSHOT_SELLERS.map(({ id, hosts, prefixes, modelFrom }) => [
        id,
        { hosts, ...(prefixes && { prefixes }), ...(modelFrom && { model_from: modelFrom }) },
      ]),
    ),
    entries,
    free: FREE,
  };
  return { ...content, version: sha256(canonicalJson(content)), date };
}

function modelsOf(providers: readonly Provider[], seller: SnapshotSeller): ModelInfo[] {
  const provider = providers.find(({ id }) => id === seller.id);
  if (provider === undefined) {
    throw new Error(`no provider ${seller.id} in the data`);
  }
  return provider.models;
}

function entryOf(seller: SnapshotSeller, model: ModelInfo): CompactEntry {
  const entry: CompactEntry = {
    seller: seller.id,
    id: model.id,
    models: modelNames(model.match, SELLERS_WITH_REGION_IN_NAME.has(seller.id)),
    rows: rowsOf(model.prices),
  };
  const byModel = seller.inheritsByModel?.filter((rule) => rule.model.test(model.id)).flatMap((rule) => rule.inherits);
  const inherits = [...(seller.inherits ?? []), ...(byModel ?? [])];
  return inherits.length === 0 ? entry : { ...entry, inherits };
}

function correct(entry: CompactEntry): CompactEntry[] {
  let corrected: CompactEntry | null = entry;
  for (const correction of CORRECTIONS) {
    const before: CompactEntry = corrected;
    corrected = correction.apply(before);
    if (corrected === null) {
      return [];
    }
    if (corrected !== before) {
      const read_from = [before.read_from, `${correction.name}: ${correction.readFrom}`].filter(Boolean).join('; ');
      corrected = { ...corrected, read_from };
    }
  }
  return [corrected];
}
