import ts from 'typescript';

/** A text of the plugin in the code. `key` names it in the locale files. */
export interface PluginText {
  key: string;
  text: string;
}

/**
 * Texts of all calls of `t()` and all `<Trans>` elements in a file.
 *
 * @throws an Error if a key or text is not a literal, or if a text with a count lacks a plural form.
 */
export function pluginTextsIn(fileName: string, source: string): PluginText[] {
  const found: PluginText[] = [];
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
function textsOfCall({ arguments: [keyNode, textNode, values] }: ts.CallExpression): PluginText[] {
  const key = literalOf(keyNode);
  const properties: readonly ts.ObjectLiteralElementLike[] =
    values && ts.isObjectLiteralExpression(values) ? values.properties : [];
  const plurals = properties.filter(ts.isPropertyAssignment).flatMap(({ name, initializer }) => {
    const form = /^defaultValue_(.+)$/.exec(name.getText())?.[1];
    return form === undefined ? [] : [{ key: `${key}_${form}`, text: literalOf(initializer) }];
  });
  const hasCount = properties.some(({ name }) => name?.getText() === 'count');
  if (hasCount && plurals.map((plural) => plural.key).join() !== `${key}_one,${key}_other`) {
    throw new Error(`${key} has a count: write defaultValue_one and defaultValue_other`);
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

/** Texts of a locale file. Its nested objects become keys such as `a.b.c`. */
export function flattened(value: unknown, path: readonly string[] = []): [string, string][] {
  return typeof value === 'string'
    ? [[path.join('.'), value]]
    : Object.entries(value as object).flatMap(([name, part]) => flattened(part, [...path, name]));
}
