/**
 * Usage as a tree of meters. A part is billed apart where a price of its own stands, and with its parent where the
 * price entry says that it inherits.
 */
export interface MeterNode {
  meter: string;
  /** The number on the wire. */
  wire: number;
  /** Parts that `wire` holds already: cached tokens in OpenAI's input. */
  inside: readonly MeterNode[];
  /** Parts that stand beside `wire`: cached tokens at Anthropic. */
  beside: readonly MeterNode[];
  /** Some of it may be cached tokens too, and nobody said how many: it can only be billed with its parent. */
  overlapsCached?: true;
}

export interface NormalUsage {
  nodes: readonly MeterNode[];
  /** Input tokens of the whole request, cached ones included: what context tiers are about. */
  context: number;
}

/** Why usage cannot be known; a sentence for people. */
export interface UnknownUsage {
  unknown: string;
}

export function isUnknown(usage: NormalUsage | UnknownUsage): usage is UnknownUsage {
  return 'unknown' in usage;
}

const NONE: readonly MeterNode[] = [];

export function leaf(meter: string, wire: number): MeterNode {
  return { meter, wire, inside: NONE, beside: NONE };
}

/** A node with those of its parts that are not 0. */
export function branch(
  meter: string,
  wire: number,
  inside: readonly MeterNode[],
  beside: readonly MeterNode[] = NONE,
): MeterNode {
  return { meter, wire, inside: used(inside), beside: used(beside) };
}

function used(nodes: readonly MeterNode[]): readonly MeterNode[] {
  return nodes.length === 0 || nodes.every(isUsed) ? nodes : nodes.filter(isUsed);
}

function isUsed(node: MeterNode): boolean {
  return totalOf(node) > 0;
}

export function totalOf(node: MeterNode): number {
  return node.beside.length === 0 ? node.wire : node.wire + sumOf(node.beside);
}

function sumOf(nodes: readonly MeterNode[]): number {
  return nodes.reduce((sum, node) => sum + totalOf(node), 0);
}

/** Whether no node's inner parts exceed it. */
export function isSound(node: MeterNode): boolean {
  return (
    (node.inside.length === 0 || (fits(node.inside, node.wire) && node.inside.every(isSound))) &&
    (node.beside.length === 0 || node.beside.every(isSound))
  );
}

function fits(parts: readonly MeterNode[], whole: number): boolean {
  const apart = parts.filter((part) => part.overlapsCached === undefined);
  return sumOf(apart) <= whole && parts.every((part) => totalOf(part) <= whole);
}
