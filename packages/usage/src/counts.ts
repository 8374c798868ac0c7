import { branch, isUnknown, leaf, totalOf, type MeterNode, type NormalUsage, type UnknownUsage } from './meters.ts';

/** Usage as a flat list: each meter including its parts. The name of a meter determines its parent. */
export type Counts = Readonly<Record<string, number>>;

/**
 * The counts of `usage`; null if the usage is unknown or cannot be expressed as counts. `withParent`: a part that may
 * include cached tokens was billed with its parent, so its cached share is not needed.
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

/** Rebuilds the usage tree of these counts: each part inside its parent. */
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
