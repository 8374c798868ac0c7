import { printParseErrorCode, visit } from 'jsonc-parser';
import { Fields } from './fields.ts';
import { ExportError } from './problem.ts';

/** A JSON value with the line on which it starts. A number is its literal text, so that no digit is lost. */
export interface JsonNode {
  line: number;
  value: string | boolean | null | JsonNode[] | Map<string, JsonNode>;
}

/** No export has deeper levels. */
const MAX_LEVELS = 50;

/** Parses a JSON text. `firstLine` is the line of the file on which the text starts. Throws ExportError. */
export function parseJson(file: string, text: string, firstLine = 1): JsonNode {
  const open: { node: JsonNode; property: string }[] = [];
  let root: JsonNode | undefined;
  const add = (value: JsonNode['value'], startLine: number): JsonNode => {
    const node = { line: firstLine + startLine, value };
    const parent = open.at(-1);
    if (parent === undefined) {
      root = node;
    } else if (Array.isArray(parent.node.value)) {
      parent.node.value.push(node);
    } else if (parent.node.value instanceof Map) {
      parent.node.value.set(parent.property, node);
    }
    return node;
  };
  const begin = (value: JsonNode['value'], startLine: number): void => {
    open.push({ node: add(value, startLine), property: '' });
    if (open.length > MAX_LEVELS) {
      throw new ExportError(file, firstLine + startLine, `has more than ${MAX_LEVELS} levels`);
    }
  };
  const end = (): void => void open.pop();
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, line) => begin(new Map(), line),
      onObjectProperty: (property, _offset, _length, line) => {
        const parent = open.at(-1);
        if (parent?.node.value instanceof Map && parent.node.value.has(property)) {
          throw new ExportError(file, firstLine + line, `names "${property}" twice in one object`);
        }
        if (parent !== undefined) parent.property = property;
      },
      onObjectEnd: end,
      onArrayBegin: (_offset, _length, line) => begin([], line),
      onArrayEnd: end,
      onLiteralValue: (value: unknown, offset, length, line) => {
        const literal = typeof value === 'number' ? text.slice(offset, offset + length) : value;
        add(typeof literal === 'string' || typeof literal === 'boolean' ? literal : null, line);
      },
      onError: (error, _offset, _length, line) => {
        throw new ExportError(file, firstLine + line, `is not valid JSON: ${printParseErrorCode(error)}`);
      },
    },
    { disallowComments: true, allowTrailingComma: false },
  );
  return root ?? { line: firstLine, value: null };
}

/** The node at a path such as `amount.value`; undefined if there is none. */
export function nodeAt(node: JsonNode, path: string): JsonNode | undefined {
  if (node.value instanceof Map) {
    const own = node.value.get(path);
    if (own !== undefined || !path.includes('.')) {
      return own;
    }
  }
  let current: JsonNode | undefined = node;
  for (const name of path.split('.')) {
    current = current?.value instanceof Map ? current.value.get(name) : undefined;
  }
  return current;
}

export function itemsAt(node: JsonNode, path: string): readonly JsonNode[] {
  const found = nodeAt(node, path)?.value;
  return Array.isArray(found) ? found : [];
}

/** An object as a row. `outer` is the object that has it in a list: its fields are read if the object lacks them. */
export function fieldsOfNode(file: string, node: JsonNode, outer?: JsonNode): Fields {
  return new Fields(file, node.line, (path) => {
    const found = nodeAt(node, path) ?? (outer && nodeAt(outer, path));
    const value = found?.value;
    return typeof value === 'string' ? value : typeof value === 'boolean' ? String(value) : null;
  });
}
