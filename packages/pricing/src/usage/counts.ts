import { branch, isUnknown, leaf, totalOf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';

/** Usage without its tree: each meter with all that is in it. Where a meter belongs, its name says. */
export type Counts = Readonly<Record<string, number>>;

/**
 * The counts of `usage`; null where it is not known, or cannot be told in counts. `withParent`: what may be cached in part
 * was billed with its parent, so that nobody has to know how much of it was.
 */
export function countsOf(usage: NormalUsage | UnknownUsage, withParent: boolean): Counts | null {
  if (isUnknown(usage)) {
    return null;
  }
  const counts: Record<string, number> = {};
  return usage.nodes.every((node) => add(node, withParent, counts)) ? counts : null;
}

function add(node: MeterNode, withParent: boolean, counts: Record<string, number>): boolean {
  if (node.overlapsCached === true) {
    return withParent;
  }
  counts[node.meter] = (counts[node.meter] ?? 0) + totalOf(node);
  return [...node.inside, ...node.beside].every((part) => add(part, withParent, counts));
}

/** The usage that has these counts: each part inside of its parent. */
export function usageOfCounts(counts: Counts): NormalUsage | UnknownUsage {
  const meters = Object.keys(counts);
  const nodeOf = (meter: string): MeterNode => {
    const parts = meters.filter((part) => parentOf(part) === meter);
    const count = counts[meter] ?? 0;
    return parts.length === 0 ? leaf(meter, count) : branch(meter, count, parts.map(nodeOf));
  };
  const roots = meters.filter((meter) => !Object.hasOwn(counts, parentOf(meter) ?? ''));
  return roots.length === 0
    ? { unknown: 'no usage was reported' }
    : { nodes: roots.map(nodeOf), context: counts['input'] ?? 0 };
}

const PARENTS: readonly [RegExp, string][] = [
  [/^cache_write:/, 'cache_write'],
  [/^cache_read_/, 'cache_read'],
  [/^(input_.+|cache_read|cache_write)$/, 'input'],
  [/^(output_.+|reasoning)$/, 'output'],
];

function parentOf(meter: string): string | undefined {
  return PARENTS.find(([pattern]) => pattern.test(meter))?.[1];
}
