import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findInProse } from './find-retired.ts';
import { flattened, pluginTextsIn } from './plugin-texts.ts';

const SOURCES = join(import.meta.dirname, '../../grafana-plugin/src');
const LOCALES = join(SOURCES, 'locales');

const { id, languages } = JSON.parse(readFileSync(join(SOURCES, 'plugin.json'), 'utf8')) as {
  id: string;
  languages: string[];
};

const ofCode = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path))
  .flatMap((path) => pluginTextsIn(path, readFileSync(join(SOURCES, path), 'utf8')));

test('the English texts of the plugin are those of its code, without missing or unused ones', () => {
  const english = JSON.parse(readFileSync(join(LOCALES, 'en-US', `${id}.json`), 'utf8')) as object;
  expect(ofCode.length).toBeGreaterThan(200);
  expect(Object.fromEntries(flattened(english))).toEqual(
    Object.fromEntries(ofCode.map(({ key, text }) => [key, text])),
  );
});

test('a key of the plugin has the same text everywhere', () => {
  const variants = new Map<string, Set<string>>();
  for (const { key, text } of ofCode) {
    variants.set(key, (variants.get(key) ?? new Set()).add(text));
  }
  expect([...variants].filter(([, texts]) => texts.size > 1)).toEqual([]);
});

test('every language of the plugin has a file with its texts', () => {
  expect(readdirSync(LOCALES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'))).toEqual(
    languages.map((language) => join(language, `${id}.json`)),
  );
});

test('the texts of the plugin use no retired word', () => {
  expect(ofCode.flatMap(({ key, text }) => findInProse(text).map(({ word }) => `${key}: ${word}`))).toEqual([]);
});
