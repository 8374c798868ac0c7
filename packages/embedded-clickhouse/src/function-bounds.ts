import { refusal } from './clickhouse-error.ts';
import type { Node } from './tree-nodes.ts';

/**
 * Limits for functions whose cost is the product of two lengths. The engine cannot stop within one call, so such a call
 * would hold its lane until the process is killed. The longer factor may come from the data; the other must be a short
 * literal.
 */
const MAX_LITERAL = 4_096;
/** Maximum wildcards of a LIKE pattern, which is compared at each position with all its wildcards. */
const MAX_WILDCARDS = 64;
const MAX_PATTERN = 512;
const MAX_LENGTH = 1_024;

type Rule = (args: readonly Node[]) => string | null;

const RULES: ReadonlyMap<string, Rule> = new Map([
  ...each(
    `position positionCaseInsensitive positionUTF8 positionCaseInsensitiveUTF8 countSubstrings hasToken
     hasTokenCaseInsensitive multiSearchAny multiSearchAnyCaseInsensitive multiSearchAnyCaseInsensitiveUTF8
     hasAny hasAll arrayStringConcat`,
    (args) => literal(args[1], MAX_LITERAL),
  ),
  ...each('like notLike ilike notILike', (args) => literal(args[1], MAX_LITERAL) ?? wildcards(args[1])),
  ...each('match extract', (args) => pattern(args[1])),
  ...each('replaceAll replaceOne', (args) => literal(args[1], MAX_LITERAL) ?? literal(args[2], MAX_LITERAL)),
  ...each('replaceRegexpAll replaceRegexpOne', (args) => pattern(args[1]) ?? literal(args[2], MAX_PATTERN)),
  ...each('splitByChar splitByString format concatWithSeparator', (args) => literal(args[0], MAX_LITERAL)),
  ...each('leftPad rightPad', (args) => count(args[1]) ?? literal(args[2], MAX_LITERAL)),
  ...each('toFixedString', (args) => count(args[1])),
  ...each('has indexOf', (args) => (literal(args[1], MAX_LITERAL) === null ? null : literal(args[0], MAX_LITERAL))),
]);

function each(names: string, rule: Rule): [string, Rule][] {
  return names.split(/\s+/).map((name) => [name.toLowerCase(), rule]);
}

/** Refuses (code 36) a call whose cost would be a product of lengths. */
export function checkBounds(node: Node): void {
  const problem = RULES.get(node.name.toLowerCase())?.(node.children[0]?.children ?? []) ?? null;
  if (problem !== null) {
    throw refusal(36, `Function ${node.name}: ${problem}`);
  }
}

/**
 * The literal of an argument; refuses one longer than `maxLength`. Null if the argument is missing: the engine refuses
 * it or has a short default.
 */
function literal(node: Node | undefined, maxLength: number): string | null {
  if (node === undefined) {
    return null;
  }
  const text = textOf(node);
  if (text === null) {
    return 'this argument has to be a literal here, so that the cost of a call is bounded';
  }
  return text.length > maxLength ? `this literal has at most ${maxLength} characters here` : null;
}

function wildcards(node: Node | undefined): string | null {
  const unescaped = (textOf(node) ?? '').replace(/\\\\./g, '');
  const some = unescaped.match(/[%_]/g)?.length ?? 0;
  return some > MAX_WILDCARDS ? `a pattern has at most ${MAX_WILDCARDS} wildcards here` : null;
}

function pattern(node: Node | undefined): string | null {
  if (/\{\d{3,}|,\d{3,}\}/.test(textOf(node) ?? '')) {
    return 'a pattern repeats at most 99 times here';
  }
  return literal(node, MAX_PATTERN);
}

function count(node: Node | undefined): string | null {
  const digits = /^UInt64_(\d+)$/.exec(textOf(node) ?? '')?.[1];
  if (node === undefined || (digits !== undefined && Number(digits) <= MAX_LENGTH)) {
    return null;
  }
  return `this length has to be a literal of at most ${MAX_LENGTH} here`;
}

/** The text of a literal as the tree prints it, including the value of a parameter; null for any other node. */
function textOf(node: Node | undefined): string | null {
  if (node?.kind === 'Literal') {
    // Counts the whole line: text in a literal that looks like an alias must not make it seem shorter.
    return node.alias === null ? node.name : node.name.padEnd(node.length);
  }
  if (node?.kind !== 'Function') {
    return null;
  }
  const args = node.children[0]?.children ?? [];
  if (/^_?cast$/i.test(node.name)) {
    return textOf(args[0]);
  }
  if (/^(?:array|tuple)$/i.test(node.name)) {
    const texts = args.map(textOf);
    return texts.includes(null) ? null : texts.join(', ');
  }
  return null;
}
