import type { Amount, CostLine, UsageRecord } from '@tokentrail/records';
import type { EntryDocument } from './book/document.ts';
import { describe } from './book/conditions.ts';
import { layerOfEntry, type PriceEntryRecord } from './book/entry-record.ts';
import { evaluateFormula } from './formula-check.ts';
import { recompute } from './recompute.ts';

/** What a row says of its cost. */
export type CostOfRecord = Pick<
  UsageRecord,
  'cost' | 'costLines' | 'costFormula' | 'priceSource' | 'priceEntry' | 'priceTier' | 'attemptsCount'
>;

/** Lines that no price entry has: they come from the provider's own word, or from the sell side's minimum. */
const WITHOUT_PRICE = new Set(['reported', 'minimum']);

/**
 * Works the cost of a row out again from what the ledger carries, and says where the row deviates; empty where it does
 * not. `entry`: what `priceEntry` stands for, where it is at hand; then the lines' prices are held against it too, and
 * where there was more than one try, against the entries of the tries.
 */
export function auditCost(
  row: CostOfRecord,
  entry: PriceEntryRecord | null = null,
  entriesOfAttempts: readonly PriceEntryRecord[] = [],
): string[] {
  const { list, paid, charged } = row.cost;
  const findings = Object.entries({ list, paid, charged }).flatMap(([name, amount]) => checkState(name, amount));
  if (charged.state === 'priced') {
    findings.push(...checkCharge(charged.nanoUsd, row));
  } else if (row.costLines.length > 0 || row.costFormula !== null) {
    findings.push(`charged is ${String(charged.state)}, and yet there are lines or a formula`);
  }
  return entry === null ? findings : [...findings, ...checkEntry(row, entry, entriesOfAttempts)];
}

function checkState(name: string, { nanoUsd, state }: Amount): string[] {
  const unknown = state === null || state === 'unknown_price' || state === 'unknown_usage';
  if (unknown !== (nanoUsd === null)) {
    return [`${name} is ${String(state)}, and yet ${nanoUsd ?? 'has no amount'}`];
  }
  return (state === 'free' || state === 'not_billed') && nanoUsd !== '0'
    ? [`${name} is ${state}, and yet ${String(nanoUsd)}`]
    : [];
}

function checkCharge(nanoUsd: string | null, { costLines, costFormula }: CostOfRecord): string[] {
  const findings: string[] = [];
  const { nanoUsd: sum, wrong } = recompute(costLines);
  if (String(sum) !== nanoUsd) {
    findings.push(`the lines come to ${String(sum)}, not to ${String(nanoUsd)}`);
  }
  for (const index of wrong) {
    findings.push(`line ${costLines[index]?.meter ?? String(index)} states another amount than it comes to`);
  }
  const formula = costFormula === null ? null : evaluateFormula(costFormula);
  if (formula?.holds !== true || String(formula.nanoUsd) !== nanoUsd) {
    findings.push(
      `the formula comes to ${formula === null ? 'nothing' : String(formula.nanoUsd)}, not to ${String(nanoUsd)}`,
    );
  }
  return findings;
}

function checkEntry(
  row: CostOfRecord,
  entry: PriceEntryRecord,
  entriesOfAttempts: readonly PriceEntryRecord[],
): string[] {
  if (entry.hash !== row.priceEntry) {
    return [`price entry ${entry.hash} is not the row's`];
  }
  const own = documentOf(entry);
  if (own === undefined) {
    return [];
  }
  // A charge over several tries has lines of several entries and rows, and the row names one.
  const several = (row.attemptsCount ?? 1) > 1;
  const others = several ? entriesOfAttempts.flatMap((one) => documentOf(one) ?? []) : [];
  const isPriced = (line: CostLine) =>
    [own, ...others].some((document) => isPriceOf(document, several ? undefined : row.priceTier, line));
  return row.costLines
    .filter((line) => !WITHOUT_PRICE.has(line.meter) && !isPriced(line))
    .map(
      (line) =>
        `$${line.unitPrice}/${String(line.per)} of ${line.meter} is no price of ${own.id} (${row.priceTier ?? 'no row'})`,
    );
}

function documentOf(entry: PriceEntryRecord): EntryDocument | undefined {
  return layerOfEntry(entry)?.document.entries?.[0];
}

/** `tier`: label of the row; undefined takes in every row. */
function isPriceOf(entry: EntryDocument, tier: string | null | undefined, line: CostLine): boolean {
  return entry.rows.some((row) => {
    const isRow = tier === undefined || (row.label ?? describe(row.when)) === tier;
    const price = isRow ? (row.prices[line.meter] ?? entry.any_row?.[line.meter]) : undefined;
    return price !== undefined && (price.per ?? 1) === line.per && Object.values(price).includes(line.unitPrice);
  });
}
