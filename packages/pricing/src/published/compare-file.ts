import { PriceBook, type Resolved } from '../book/book.ts';
import type { BookDocument, EntryDocument } from '../book/document.ts';
import { isExact } from '../book/globs.ts';
import { formatDecimal } from '../decimal.ts';

/** A model that the operator's file prices in another way than the public prices, for a call without special conditions. */
export interface FileDifference {
  /** Id of the entry in the file. */
  entry: string;
  model: string;
  /** One line for each meter. `ended`: the entry of the file is no longer valid. */
  changes: string[];
}

/**
 * Compares the entries of an operator's file with public prices. Models that only the file prices are no difference, nor are globs
 * and hosts with `*`, of which nothing says whom they mean.
 * @param nowMs unix ms
 */
export function compareFile(file: BookDocument, published: BookDocument, nowMs: number): FileDifference[] {
  const own = new PriceBook([{ document: file, source: 'operator' }]);
  const publicBook = new PriceBook([{ document: published, source: 'snapshot' }]);
  return (file.entries ?? []).flatMap((entry) => {
    if (Date.parse(entry.valid?.to ?? '') <= nowMs) {
      return [{ entry: entry.id, model: entry.models.join(', '), changes: [`ended: valid.to is ${entry.valid?.to}`] }];
    }
    return entry.models.filter(isExact).flatMap((model) => {
      const query = queryOf(entry, model, nowMs);
      const changes = changesOf(own.resolve(query), publicBook.resolve(query));
      return changes.length === 0 ? [] : [{ entry: entry.id, model, changes }];
    });
  });
}

function queryOf({ seller }: EntryDocument, model: string, at: number) {
  return {
    host: seller.hosts?.find((host) => !host.includes('*')),
    provider: seller.provider,
    models: [model.toLowerCase()],
    servedTier: undefined,
    requestedTier: undefined,
    conditions: {},
    at,
  };
}

function changesOf(own: Resolved | null, published: Resolved | null): string[] {
  const [row] = own?.rows ?? [];
  const [publicRow] = published?.rows ?? [];
  if (row === undefined || publicRow === undefined) {
    return [];
  }
  return [...new Set([...row.meters, ...publicRow.meters])].sort().flatMap((meter) => {
    const [ours, theirs] = [row.cell(meter), publicRow.cell(meter)];
    return ours !== undefined &&
      theirs !== undefined &&
      formatDecimal(ours.usdPerUnit) === formatDecimal(theirs.usdPerUnit)
      ? []
      : [`${meter} ${ours?.text ?? 'no price'} in the file, ${theirs?.text ?? 'no price'} published`];
  });
}
