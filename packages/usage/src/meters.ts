/**
 * A node of the usage, which is a tree of meters. A part is billed separately if it has its own price, and with its
 * parent if the price entry says that it inherits.
 */
export interface MeterNode {
  meter: string;
  /** The reported number. */
  wire: number;
  /** Parts included in `wire`: cached tokens in OpenAI's input. */
  inside: readonly MeterNode[];
  /** Parts not included in `wire`: cached tokens at Anthropic. */
  beside: readonly MeterNode[];
  /**
   * Some of these tokens may be cached, but the number was not reported: the part can only be billed with its parent.
   */
  overlapsCached?: true;
}

export interface NormalUsage {
  nodes: readonly MeterNode[];
  /** Input tokens of the request, cached ones included: the number that context tiers refer to. */
  context: number;
  /** Why the counts are not all of the usage, as a sentence: `no output tokens were reported`. */
  incomplete?: string;
}

/** Why the usage is unknown, as a sentence for people. */
export interface UnknownUsage {
  unknown: string;
}

export function isUnknown(usage: NormalUsage | UnknownUsage): usage is UnknownUsage {
  return 'unknown' in usage;
}

/** The field `incomplete` of a usage with these totals. */
export function missing(input: number | undefined, output: number | undefined): Pick<NormalUsage, 'incomplete'> {
  if (input !== undefined && output !== undefined) {
    return COMPLETE;
  }
  return { incomplete: `no ${input === undefined ? 'input' : 'output'} tokens were reported` };
}

const COMPLETE: Pick<NormalUsage, 'incomplete'> = {};

const NONE: readonly MeterNode[] = [];

export function leaf(meter: string, wire: number): MeterNode {
  return { meter, wire, inside: NONE, beside: NONE };
}

/** A node with its parts, without those that are 0. */
export function branch(
  meter: string,
  wire: number,
  inside: readonly MeterNode[],
  beside: readonly MeterNode[] = NONE,
): MeterNode {
  return { meter, wire, inside: withoutUnused(inside), beside: withoutUnused(beside) };
}

function withoutUnused(nodes: readonly MeterNode[]): readonly MeterNode[] {
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

/** Whether the parts of each node fit into it. */
export function isSound(node: MeterNode): boolean {
  return (
    (node.inside.length === 0 || (fitInto(node.inside, node.wire) && node.inside.every(isSound))) &&
    (node.beside.length === 0 || node.beside.every(isSound))
  );
}

function fitInto(parts: readonly MeterNode[], whole: number): boolean {
  const apart = parts.filter((part) => part.overlapsCached === undefined);
  return sumOf(apart) <= whole && parts.every((part) => totalOf(part) <= whole);
}
