import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commentsOf, identifiersOf, testNamesOf, uiTextsOf, type Piece } from './pieces.ts';
import { findInIdentifiers, findInProse, type Finding } from './find-retired.ts';

const ROOT = join(import.meta.dirname, '../..');
const GENERATED = /(?:^|\/)(?:package-lock\.json|\.config\/)|^tests\/style\//;

const files = execFileSync('git', ['ls-files'], { cwd: ROOT, encoding: 'utf8' })
  .trim()
  .split('\n')
  .filter((file) => !GENERATED.test(file));

function findingsIn(pattern: RegExp, find: (file: string, text: string) => readonly Finding[]): string[] {
  return files
    .filter((file) => pattern.test(file))
    .flatMap((file) =>
      find(file, readFileSync(join(ROOT, file), 'utf8')).map(
        ({ line, word, replacement }) => `${file}:${line}: "${word}": write ${replacement}`,
      ),
    );
}

const inProse = (pieces: readonly Piece[]): Finding[] =>
  pieces.flatMap(({ line, text }) => findInProse(text).map((found) => ({ ...found, line: line + found.line - 1 })));

test('identifiers use no retired word', () => {
  expect(
    findingsIn(/\.(?:tsx?|mjs|cjs|js)$/, (file, text) => findInIdentifiers(file, identifiersOf(file, text))),
  ).toEqual([]);
});

test('comments use no retired word', () => {
  expect(findingsIn(/\.(?:tsx?|mjs|cjs|js|sql|ya?ml|sh)$/, (file, text) => inProse(commentsOf(file, text)))).toEqual(
    [],
  );
});

test('Markdown uses no retired word', () => {
  expect(
    findingsIn(/\.md$/, (_file, text) =>
      findInProse(text.replace(/```[^]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, ' '))),
    ),
  ).toEqual([]);
});

test('UI texts use no retired word', () => {
  expect(
    findingsIn(/^(?:grafana-plugin|preview)\/src\/.*\.tsx?$/, (file, text) => inProse(uiTextsOf(file, text))),
  ).toEqual([]);
});

test('names of tests use no retired word', () => {
  expect(
    findingsIn(/\.(?:test|spec)\.tsx?$|^tests\/.*\.ts$/, (file, text) => inProse(testNamesOf(file, text))),
  ).toEqual([]);
});
