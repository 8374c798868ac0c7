import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import pluginJson from '../plugin.json';
import texts from './en-US/tokentrail-llmusage-app.json';

const SOURCE_ROOT = join(__dirname, '..');

interface TextUse {
  key: string;
  text: string;
}

/** Texts of all calls of `t()` and all `<Trans>` elements in a file. */
function textsIn(fileName: string, source: string): TextUse[] {
  const found: TextUse[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
      found.push(...textsOfCall(node));
    }
    if (ts.isJsxElement(node) && node.openingElement.tagName.getText() === 'Trans') {
      found.push({ key: attributeOf(node, 'i18nKey'), text: textOfChildren(node.children) });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(fileName, source, ts.ScriptTarget.ESNext, true, ts.ScriptKind.TSX));
  return found;
}

/** `t(key, text)`, or `t(key, '', { count, defaultValue_one, defaultValue_other })` for a text with a count. */
function textsOfCall({ arguments: [keyNode, textNode, values] }: ts.CallExpression): TextUse[] {
  const key = literalOf(keyNode);
  const properties = values && ts.isObjectLiteralExpression(values) ? values.properties : [];
  const plurals = properties.filter(ts.isPropertyAssignment).flatMap(({ name, initializer }) => {
    const form = /^defaultValue_(.+)$/.exec(name.getText())?.[1];
    return form === undefined ? [] : [{ key: `${key}_${form}`, text: literalOf(initializer) }];
  });
  const hasCount = properties.some(({ name }) => name?.getText() === 'count');
  if (hasCount) {
    expect(plurals.map((plural) => plural.key)).toEqual([`${key}_one`, `${key}_other`]);
  }
  return hasCount ? plurals : [{ key, text: literalOf(textNode) }];
}

/** Text in the form of react-i18next: an element is `<n>…</n>`, where n is its position among the children. */
function textOfChildren(children: readonly ts.JsxChild[]): string {
  return children
    .filter((child) => !ts.isJsxText(child) || !child.containsOnlyTriviaWhiteSpaces)
    .map((child, position) => {
      if (ts.isJsxText(child)) {
        return jsxText(child.text);
      }
      if (ts.isJsxElement(child)) {
        return `<${position}>${textOfChildren(child.children)}</${position}>`;
      }
      return literalOf(ts.isJsxExpression(child) ? child.expression : child);
    })
    .join('');
}

/** Removes line breaks and indentation, as JSX does. */
function jsxText(text: string): string {
  const lines = text.split('\n');
  const trimmed = lines.map((line, index) => {
    const start = index === 0 ? line : line.trimStart();
    return index === lines.length - 1 ? start : start.trimEnd();
  });
  return trimmed.filter((line) => line !== '').join(' ');
}

function attributeOf({ openingElement }: ts.JsxElement, name: string): string {
  const attribute = openingElement.attributes.properties.find((property) => property.name?.getText() === name);
  return literalOf(attribute && ts.isJsxAttribute(attribute) ? attribute.initializer : undefined);
}

/** Keys and texts must be literals, otherwise no tool can collect them. */
function literalOf(node: ts.Node | undefined): string {
  if (node === undefined || !ts.isStringLiteralLike(node)) {
    throw new Error(`write a string literal instead of ${node?.getText() ?? 'nothing'}`);
  }
  return node.text;
}

/** Nested objects as `a.b.c` keys. */
function flattened(value: unknown, path: readonly string[] = []): [string, string][] {
  return typeof value === 'string'
    ? [[path.join('.'), value]]
    : Object.entries(value as object).flatMap(([name, part]) => flattened(part, [...path, name]));
}

const uses = readdirSync(SOURCE_ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .flatMap((path) => textsIn(path, readFileSync(join(SOURCE_ROOT, path), 'utf8')));

test('the English texts are those of the code, without missing or unused ones', () => {
  expect(uses.length).toBeGreaterThan(200);
  const ofCode = Object.fromEntries(uses.map(({ key, text }) => [key, text]));
  expect(Object.fromEntries(flattened(texts))).toEqual(ofCode);
});

test('a key has the same text everywhere', () => {
  const texts = new Map<string, Set<string>>();
  for (const { key, text } of uses) {
    texts.set(key, (texts.get(key) ?? new Set()).add(text));
  }
  expect([...texts].filter(([, variants]) => variants.size > 1)).toEqual([]);
});

test('every language of the plugin has its texts', () => {
  const files = readdirSync(__dirname, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(files.map(({ name }) => name).sort()).toEqual([...pluginJson.languages].sort());
  for (const { name } of files) {
    expect(readdirSync(join(__dirname, name))).toEqual([`${pluginJson.id}.json`]);
  }
});
