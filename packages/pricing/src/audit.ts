import type { Amount, CostLine, UsageRecord } from '@tokentrail/records';
import type { EntryDocument } from './book/document.ts';
import { describe } from './book/conditions.ts';
import { layerOfEntry, type PriceEntryRecord } from './book/entry-record.ts';
import { evaluateFormula } from './formula-check.ts';
import { recompute } from './recompute.ts';

/** The cost fields of a row. */
export type CostOfRecord = Pick<
  UsageRecord,
  'cost' | 'costLines' | 'costFormula' | 'priceSource' | 'priceEntry' | 'priceTier' | 'attemptsCount'
>;

/** Lines without a price entry: the cost the provider reported, and the sell side's minimum. */
const METERS_WITHOUT_ENTRY = new Set(['reported', 'minimum']);

/**
 * Recomputes the cost of a row from the ledger's data and returns the deviations, one sentence each; empty if there are
 * none. With `entry` (the content of `priceEntry`) it also compares the lines' prices with that entry and, for a call
 * with several attempts, with the entries of the attempts.
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
    findings.push(`charged is ${String(charged.state)}, but the record has cost lines or a formula`);
  }
  return entry === null ? findings : [...findings, ...checkEntry(row, entry, entriesOfAttempts)];
}

function checkState(name: string, { nanoUsd, state }: Amount): string[] {
  const unknown = state === null || state === 'unknown_price' || state === 'unknown_usage';
  if (unknown !== (nanoUsd === null)) {
    return [`${name} is ${String(state)}, but its amount is ${nanoUsd ?? 'missing'}`];
  }
  return (state === 'free' || state === 'not_billed') && nanoUsd !== '0'
    ? [`${name} is ${state}, but its amount is ${String(nanoUsd)}`]
    : [];
}

function checkCharge(nanoUsd: string | null, { costLines, costFormula }: CostOfRecord): string[] {
  const findings: string[] = [];
  const { nanoUsd: sum, wrong } = recompute(costLines);
  if (String(sum) !== nanoUsd) {
    findings.push(`the lines add up to ${String(sum)}, but charged is ${String(nanoUsd)}`);
  }
  for (const index of wrong) {
    findings.push(`the amount of line ${costLines[index]?.meter ?? String(index)} is not its quantity × price`);
  }
  const formula = costFormula === null ? null : evaluateFormula(costFormula);
  if (formula?.holds !== true || String(formula.nanoUsd) !== nanoUsd) {
    findings.push(
      `the formula evaluates to ${String(formula?.nanoUsd ?? 'nothing')}, but charged is ${String(nanoUsd)}`,
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
    return [`price entry ${entry.hash} is not the one the record names`];
  }
  const own = documentOf(entry);
  if (own === undefined) {
    return [];
  }
  // The lines of several attempts come from several entries and rows, but the record names only one.
  const several = (row.attemptsCount ?? 1) > 1;
  const others = several ? entriesOfAttempts.flatMap((one) => documentOf(one) ?? []) : [];
  const isPriced = (line: CostLine) =>
    [own, ...others].some((document) => isPriceOf(document, several ? undefined : row.priceTier, line));
  return row.costLines
    .filter((line) => !METERS_WITHOUT_ENTRY.has(line.meter) && !isPriced(line))
    .map(
      (line) =>
        `$${line.unitPrice}/${String(line.per)} for ${line.meter} is not a price of ${own.id} (${row.priceTier ?? 'no row'})`,
    );
}

function documentOf(entry: PriceEntryRecord): EntryDocument | undefined {
  return layerOfEntry(entry)?.document.entries?.[0];
}

/** `tier`: label of the row; undefined accepts every row. */
function isPriceOf(entry: EntryDocument, tier: string | null | undefined, line: CostLine): boolean {
  return entry.rows.some((row) => {
    const isRow = tier === undefined || (row.label ?? describe(row.when)) === tier;
    const price = isRow ? (row.prices[line.meter] ?? entry.any_row?.[line.meter]) : undefined;
    return price !== undefined && (price.per ?? 1) === line.per && Object.values(price).includes(line.unitPrice);
  });
}
