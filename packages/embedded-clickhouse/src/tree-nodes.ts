/** A node of the tree that `EXPLAIN AST` prints. */
export interface Node {
  kind: string;
  /** The rest of the line, without alias and count of children. */
  name: string;
  alias: string | null;
  /** Length of the whole line, which is at least the length of a literal in it. */
  length: number;
  depth: number;
  parent: Node | undefined;
  children: Node[];
}

/** Parses all nodes and links each to its parent and children by the indentation of its line. */
export function parseTree(printed: string): Node[] {
  const nodes: Node[] = [];
  const above: Node[] = [];
  for (const line of printed.split('\n')) {
    if (line.trim() === '') {
      continue;
    }
    const node = parseNode(line);
    while ((above.at(-1)?.depth ?? -1) >= node.depth) {
      above.pop();
    }
    node.parent = above.at(-1);
    node.parent?.children.push(node);
    above.push(node);
    nodes.push(node);
  }
  return nodes;
}

/**
 * Parses `  Function name (alias x) (children 2)`. It uses offsets because a regular expression would be slow on a long
 * string of spaces.
 */
function parseNode(line: string): Node {
  const text = line.trim();
  const space = text.indexOf(' ');
  const kind = space < 0 ? text : text.slice(0, space);
  // Includes the space before it, because a node may have an alias and no name.
  const [named] = cutSuffix(space < 0 ? '' : text.slice(space), ' (children ');
  const [name, alias] = cutSuffix(named, ' (alias ');
  const depth = line.length - line.trimStart().length;
  return { kind, name: name.trim(), alias, length: text.length, depth, parent: undefined, children: [] };
}

function cutSuffix(text: string, mark: string): [rest: string, value: string | null] {
  const at = text.lastIndexOf(mark);
  return at >= 0 && text.endsWith(')') ? [text.slice(0, at), text.slice(at + mark.length, -1)] : [text, null];
}
