import { canonicalJson } from '../book/canonical.ts';
import type { BookDocument, EntryDocument, PriceDocument, Prices } from '../book/document.ts';

/** What changed between two versions of public prices. Entries are named by their ids. */
export interface PriceChanges {
  differs: { entry: string; changes: string[] }[];
  new: string[];
  ended: string[];
}

/** Compares public prices entry by entry. */
export function compareBooks(before: BookDocument, after: BookDocument): PriceChanges {
  const old = entriesOf(before);
  const current = entriesOf(after);
  const differs = [...current].flatMap(([entry, now]) => {
    const was = old.get(entry);
    const changes = was === undefined ? [] : changesOf(was, now);
    return changes.length === 0 ? [] : [{ entry, changes }];
  });
  return {
    differs,
    new: [...current.keys()].filter((entry) => !old.has(entry)),
    ended: [...old.keys()].filter((entry) => !current.has(entry)),
  };
}

/** Entries by id. Some models have several with one id, such as those of a platform: these get a number. */
function entriesOf({ entries = [] }: BookDocument): Map<string, EntryDocument> {
  const byId = new Map<string, EntryDocument>();
  for (const entry of entries) {
    let id = entry.id;
    for (let number = 2; byId.has(id); number += 1) {
      id = `${entry.id} (${number})`;
    }
    byId.set(id, entry);
  }
  return byId;
}

function changesOf(was: EntryDocument, now: EntryDocument): string[] {
  if (canonicalJson(was) === canonicalJson(now)) {
    return [];
  }
  const sameConditions =
    was.rows.length === now.rows.length &&
    was.rows.every(({ when }, index) => canonicalJson(when ?? {}) === canonicalJson(now.rows[index]?.when ?? {}));
  const prices = sameConditions
    ? was.rows.flatMap(({ prices: old }, index) => changesOfPrices(old, now.rows[index]?.prices ?? {}))
    : ['its rows have other conditions'];
  return prices.length > 0 ? [...new Set(prices)] : ['names, hosts or rules'];
}

function changesOfPrices(was: Prices, now: Prices): string[] {
  const meters = [...new Set([...Object.keys(was), ...Object.keys(now)])].sort();
  return meters.flatMap((meter) => {
    const [old, current] = [priceText(was[meter]), priceText(now[meter])];
    return old === current ? [] : [`${meter} ${old} → ${current}`];
  });
}

/** `$2.5 per 1000000`, or `no price`. */
function priceText(price: PriceDocument | undefined): string {
  if (price === undefined) {
    return 'no price';
  }
  const { per = 1, ...amounts } = price;
  const text = Object.entries(amounts).map(([currency, amount]) =>
    currency === 'usd' ? `$${String(amount)}` : `${String(amount)} ${currency.toUpperCase()}`,
  );
  return `${text.join(' ')}${per === 1 ? '' : ` per ${per.toLocaleString('en-US')}`}`;
}
