import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/*
 * Rules of the plugin catalog's validator that can be read from the source. It also checks the archive and the built files.
 */

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'grafana-plugin/src');
const FOLDERS = ['.', 'datasources/usage', 'panels/usagelog', 'panels/requesttrace'];

interface PluginJson {
  type: string;
  id: string;
  name: string;
  info: {
    version: string;
    description: string;
    author: { name: string };
    keywords: string[];
    logos: { small: string; large: string };
    links: { name: string; url: string }[];
    screenshots: { name: string; path: string }[];
  };
  includes: { type: string; path: string }[];
}

const text = (file: string) => readFileSync(join(SOURCES, file), 'utf8');
const packageOf = (file: string) => JSON.parse(text(file)) as { version: string; license: string };
const pluginIn = (folder: string) => JSON.parse(text(join(folder, 'plugin.json'))) as PluginJson;

const app = pluginIn('.');
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const MAX_SCREENSHOT_BYTES = 200_000;

test.each(FOLDERS)('the plugin in %s has an id of its type, a name that is not its id, and logos', (folder) => {
  const { id, type, name, info } = pluginIn(folder);
  expect(id).toMatch(new RegExp(`^tokentrail-[a-z]+-${type}$`));
  expect(name).not.toBe(id);
  for (const logo of [info.logos.small, info.logos.large]) {
    expect(logo).toMatch(/^[a-z]/);
    expect(text(join(folder, logo))).toContain('<svg');
  }
});

test('the catalog can find the app', () => {
  expect(app.info.description.length).toBeGreaterThan(20);
  expect(app.info.keywords.length).toBeGreaterThan(3);
  expect(app.info.author.name).not.toBe('');
});

test.each(app.info.screenshots)('screenshot $path is a small copy of one in the documentation', ({ name, path }) => {
  const image = readFileSync(join(SOURCES, path));
  expect(image.subarray(0, PNG.length)).toEqual(PNG);
  expect(image.length).toBeLessThanOrEqual(MAX_SCREENSHOT_BYTES);
  expect(image.equals(readFileSync(join(ROOT, 'docs/images', basename(path))))).toBe(true);
  expect(name).not.toBe('');
});

test('links of the plugin page lead to https', () => {
  expect(app.info.links.map(({ url }) => new URL(url).protocol)).toEqual(app.info.links.map(() => 'https:'));
});

test('the version is that of the package and of the repository, and the changes have it', () => {
  const { version, license } = packageOf('../package.json');
  expect(app.info.version).toBe('%VERSION%');
  expect(version).toBe(packageOf('../../package.json').version);
  expect(text('../CHANGELOG.md')).toContain(`## ${version}`);
  expect(license).toBe('Apache-2.0');
  expect(text('../LICENSE')).toContain('Apache License');
});

test('the text of the catalog is for users: no comments, no words of developers', () => {
  expect(text('README.md')).not.toMatch(/<!--|\b(yarn|nodejs|npm)\b/i);
});

test('every included page and plugin exists', () => {
  for (const { type, path } of app.includes) {
    expect(type === 'page' ? path.startsWith('/') : text(path) !== '').toBe(true);
  }
});
