import { formatDecimal, type Decimal } from '@tokentrail/pricing/decimal';
import type { ComparedCell, Reconciliation } from '../join/result.ts';
import { plainest, rangeOf, type Range } from './range.ts';

/** A contract factor that accounts for a month: the export's amounts are the ledger's × `times`. */
export interface FactorProposal {
  seller: string;
  /** Null for all keys; the same for models. */
  key: string | null;
  model: string | null;
  times: Decimal;
  /** Days × keys × models × tiers × kinds that have this factor. */
  cells: number;
}

/** With fewer cells than this, a factor is chance. */
const MIN_CELLS = 5;

/**
 * Derives factors from a month: one for the seller if it accounts for all amounts; otherwise one for each key, otherwise one for each model.
 * Cells whose quantities differ, and those without quantities, prove no price and do not count. A factor of 1 is no proposal.
 */
export function learnFactors(result: Reconciliation): FactorProposal[] {
  const cells = result.cells.filter(isProof);
  for (const by of ['seller', 'key', 'model'] as const) {
    const groups = new Map<string, ComparedCell[]>();
    for (const cell of cells) {
      const id = by === 'seller' ? '' : cell[by];
      groups.set(id, [...(groups.get(id) ?? []), cell]);
    }
    if (by !== 'seller' && groups.has('')) continue;
    const proposals = [...groups].map(([id, own]): FactorProposal | null => {
      const times = own.length < MIN_CELLS ? null : plainest(own.map(factorRange));
      return times === null
        ? null
        : {
            seller: result.provider,
            key: by === 'key' ? id : null,
            model: by === 'model' ? id : null,
            times,
            cells: own.length,
          };
    });
    const found = proposals.filter((one) => one !== null);
    if (found.length > 0 && found.length === proposals.length) {
      return found.filter(({ times }) => formatDecimal(times) !== '1');
    }
  }
  return [];
}

function isProof({ invoiced, recorded, invoicedQuantity, recordedQuantity }: ComparedCell): boolean {
  return (
    invoiced.units > 0n &&
    recorded.units > 0n &&
    invoicedQuantity !== null &&
    recordedQuantity !== null &&
    invoicedQuantity.units === recordedQuantity.units
  );
}

function factorRange({ invoiced, recorded, tolerance }: ComparedCell): Range {
  return rangeOf(invoiced, tolerance, recorded);
}

/**
 * The proposal as lines of a price file, which applies to list prices. If the ledger already has a factor, the proposal is on top of it, and
 * both have to be multiplied.
 */
export function proposalOf(proposals: readonly FactorProposal[]): string | null {
  if (proposals.length === 0) {
    return null;
  }
  const lines = proposals.map(({ seller, key, model, times }) => {
    const fields = [
      `seller: ${JSON.stringify(seller)}`,
      ...(key === null ? [] : [`key: ${JSON.stringify(key)}`]),
      ...(model === null ? [] : [`models: [${JSON.stringify(model)}]`]),
      `times: ${JSON.stringify(formatDecimal(times))}`,
    ];
    return `  - { ${fields.join(', ')} }`;
  });
  return [
    '# Contract factors implied by the invoice, on top of those that the ledger already applied.',
    'schema: 1',
    'buy:',
    ...lines,
    '',
  ].join('\n');
}
