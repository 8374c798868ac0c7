import { refusal } from './clickhouse-error.ts';
import type { Node } from './tree-nodes.ts';

/** Maximum characters of a statement with every alias written out. */
const MAX_EXPANDED = 256 * 1024 * 1024;

/**
 * Refuses (code 36) a statement that becomes huge when its aliases are written out. While it resolves names, the engine
 * names each expression by its complete text, without a limit of time or memory.
 */
export function checkExpandedSize(nodes: readonly Node[]): void {
  const named = new Map(nodes.flatMap((node) => (node.alias === null ? [] : [[node.alias, node] as const])));
  const sizes = new Map<Node, number>();
  const sizeOf = (node: Node): number => {
    const known = sizes.get(node);
    if (known !== undefined) {
      return known;
    }
    // An alias that contains itself counts once; the engine refuses it.
    sizes.set(node, 0);
    let size = node.length;
    for (const child of node.children) {
      size += sizeOf(child);
    }
    const target = node.kind === 'Identifier' ? named.get(node.name) : undefined;
    size += target === undefined ? 0 : sizeOf(target);
    sizes.set(node, size);
    return size;
  };
  const [root] = nodes;
  if (root !== undefined && sizeOf(root) > MAX_EXPANDED) {
    throw refusal(36, 'The statement is too long with its aliases written out');
  }
}
