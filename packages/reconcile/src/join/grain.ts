import { isOtherKind, type CallKind, type InvoiceLine, type LineKind } from '../lines.ts';

/** What the lines of a kind are distinguished by, besides the day. */
export interface Dimensions {
  key: boolean;
  model: boolean;
  tier: boolean;
}

/** How finely the export and the ledger can be compared. */
export interface Grain {
  /** The kind under which money of this kind is compared; null for requests, unless the export has a price for them. */
  moneyKind(kind: LineKind): LineKind | null;
  /** The same for quantities; null if the export has none of that kind. */
  quantityKind(kind: LineKind): LineKind | null;
  dimensionsOf(moneyKind: LineKind): Dimensions;
  /** Whether quantities are known by key although money is not. */
  quantityByKey: boolean;
  /** Whether quantities and money are in different lines. */
  isSeparate: boolean;
  comparesQuantities: boolean;
  comparesMoney: boolean;
}

/**
 * Finds the finest grain that the lines of an export allow, and adapts it to the ledger: if the ledger has amounts that cannot be
 * split by kind, money is compared for all kinds together.
 */
export function grainOf(invoice: readonly InvoiceLine[], ledgerHasWholeCosts: boolean): Grain {
  const calls = invoice.filter((line) => !isOtherKind(line.kind));
  const withMoney = calls.filter((line) => line.amount !== null);
  const money = withMoney.length > 0 ? withMoney : calls;
  const quantities = calls.filter(quantityRule(calls));
  const moneyKinds = new Set<LineKind>(money.map((line) => line.kind));
  if (ledgerHasWholeCosts) moneyKinds.add('all');
  const quantityKinds = new Set<LineKind>(quantities.map((line) => line.kind));
  const byKind = new Map<LineKind, InvoiceLine[]>();
  for (const line of money) {
    const kind = groupOf(line.kind, moneyKinds);
    const lines = byKind.get(kind) ?? [];
    if (lines.length === 0) byKind.set(kind, lines);
    lines.push(line);
  }
  const separate = quantities.length > 0 && quantities.every((line) => line.amount === null) && withMoney.length > 0;
  const ofQuantities = dimensions(quantities);
  const limit = (own: Dimensions): Dimensions =>
    separate
      ? {
          key: own.key && ofQuantities.key,
          model: own.model && ofQuantities.model,
          tier: own.tier && ofQuantities.tier,
        }
      : own;
  const dimensionsByKind = new Map([...byKind].map(([kind, lines]) => [kind, limit(dimensions(lines))]));
  const otherwise = limit(dimensions(money));
  const groupedQuantities = new Set([...quantityKinds].map((kind) => groupOf(kind, quantityKinds)));
  return {
    moneyKind: (kind) =>
      kind === 'request' && groupOf(kind, moneyKinds) === kind && !moneyKinds.has(kind)
        ? null
        : groupOf(kind, moneyKinds),
    quantityKind: (kind) => {
      const group = groupOf(kind, quantityKinds);
      return groupedQuantities.has(group) ? group : null;
    },
    dimensionsOf: (kind) => dimensionsByKind.get(kind) ?? otherwise,
    quantityByKey: separate && ofQuantities.key && !otherwise.key,
    isSeparate: separate,
    comparesQuantities: quantities.length > 0,
    comparesMoney: withMoney.length > 0,
  };
}

/** Whether the quantities of a line count: those of a usage export do only if the lines with money state none. */
export function quantityRule(calls: readonly InvoiceLine[]): (line: InvoiceLine) => boolean {
  const isBilled = calls.some((line) => line.quantity !== null && line.amount !== null);
  return (line) => line.quantity !== null && (!isBilled || line.amount !== null);
}

function dimensions(lines: readonly InvoiceLine[]): Dimensions {
  return {
    key: lines.some((line) => line.key !== null),
    model: lines.some((line) => line.model !== null),
    tier: lines.some((line) => line.tier !== null),
  };
}

const INPUT_KINDS: ReadonlySet<LineKind> = new Set<CallKind | 'written'>([
  'input',
  'cached',
  'written_5m',
  'written_1h',
  'written',
]);

/** The coarsest of `kinds` that has `kind` in it. */
function groupOf(kind: LineKind, kinds: ReadonlySet<LineKind>): LineKind {
  if (kinds.has('all') && !isOtherKind(kind)) {
    return 'all';
  }
  if (kinds.has('input_any') && INPUT_KINDS.has(kind)) {
    return 'input_any';
  }
  return kinds.has('written') && (kind === 'written_5m' || kind === 'written_1h') ? 'written' : kind;
}
