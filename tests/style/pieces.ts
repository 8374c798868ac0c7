/** Splits source files into the texts that people read: identifiers, comments, test names, UI texts. */
import ts from 'typescript';

export interface Piece {
  /** Line of its start, from 1. */
  line: number;
  text: string;
}

const TEST_FUNCTIONS: ReadonlySet<string> = new Set(['test', 'it', 'describe', 'each']);
/** JSX attributes whose value a person reads. */
const READ_ATTRIBUTES: ReadonlySet<string> = new Set([
  'label',
  'title',
  'description',
  'placeholder',
  'tooltip',
  'aria-label',
]);

function parse(file: string, text: string): ts.SourceFile {
  const kind = /x$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, kind);
}

function collect(file: string, text: string, take: (node: ts.Node) => string | undefined): Piece[] {
  const source = parse(file, text);
  const pieces: Piece[] = [];
  const visit = (node: ts.Node): void => {
    const taken = take(node);
    if (taken !== undefined) {
      pieces.push({ line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text: taken });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return pieces;
}

export function identifiersOf(file: string, text: string): Piece[] {
  return collect(file, text, (node) => (ts.isIdentifier(node) || ts.isPrivateIdentifier(node) ? node.text : undefined));
}

/** The comments of a TypeScript, JavaScript, SQL, YAML or shell file, without code in backticks. */
export function commentsOf(file: string, text: string): Piece[] {
  if (/\.sql$/.test(file)) return lineComments(text, /^\s*--\s?(.*)$/);
  if (/\.(?:ya?ml|sh)$/.test(file)) return lineComments(text, /(?:^|\s)#\s(.*)$/);
  const source = parse(file, text);
  const seen = new Set<number>();
  const pieces: Piece[] = [];
  const add = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      if (seen.has(pos)) continue;
      seen.add(pos);
      pieces.push({
        line: source.getLineAndCharacterOfPosition(pos).line + 1,
        text: withoutCode(text.slice(pos, end)),
      });
    }
  };
  const visit = (node: ts.Node): void => {
    if (node.kind !== ts.SyntaxKind.JsxText) {
      add(ts.getLeadingCommentRanges(text, node.getFullStart()));
      add(ts.getTrailingCommentRanges(text, node.getEnd()));
    }
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return pieces;
}

function lineComments(text: string, comment: RegExp): Piece[] {
  return text.split('\n').flatMap((line, index) => {
    const found = comment.exec(line)?.[1];
    return found === undefined ? [] : [{ line: index + 1, text: withoutCode(found) }];
  });
}

function withoutCode(text: string): string {
  return text.replace(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
}

/** First arguments of `test`, `it`, `describe` and their `each` forms. */
export function testNamesOf(file: string, text: string): Piece[] {
  return collect(file, text, (node) => {
    if (!ts.isStringLiteralLike(node) || !ts.isCallExpression(node.parent) || node.parent.arguments[0] !== node)
      return undefined;
    const called = node.parent.expression.getText().match(/^\w+/)?.[0] ?? '';
    return TEST_FUNCTIONS.has(called) ? node.text : undefined;
  });
}

/** Text between JSX tags, and attributes that a person reads. */
export function uiTextsOf(file: string, text: string): Piece[] {
  return collect(file, text, (node) => {
    if (ts.isJsxText(node)) return node.text;
    const isRead =
      ts.isStringLiteralLike(node) && ts.isJsxAttribute(node.parent) && READ_ATTRIBUTES.has(node.parent.name.getText());
    // A sentence outside JSX: it has a space and starts with a capital letter.
    const isSentence = ts.isStringLiteralLike(node) && /^[A-Z][a-z]* .* /.test(node.text);
    return isRead || isSentence ? (node as ts.StringLiteral).text : undefined;
  });
}
