import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import workspace from '../package.json';
import app from './plugin.json';
import dataSource from './datasources/usage/plugin.json';
import usageLog from './panels/usagelog/plugin.json';
import requestTrace from './panels/requesttrace/plugin.json';

/*
 * Rules of the plugin catalog's validator that can be read from the source. It also checks the archive and the built files.
 */

const SRC = import.meta.dirname;
const text = (file: string) => readFileSync(path.join(SRC, file), 'utf8');

const PLUGINS = [
  { folder: '.', plugin: app },
  { folder: 'datasources/usage', plugin: dataSource },
  { folder: 'panels/usagelog', plugin: usageLog },
  { folder: 'panels/requesttrace', plugin: requestTrace },
];

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const MAX_SCREENSHOT_BYTES = 200_000;

test.each(PLUGINS)('the plugin in $folder has an id of its type, and a name that is not its id', ({ plugin }) => {
  expect(plugin.id).toMatch(new RegExp(`^tokentrail-[a-z]+-${plugin.type}$`));
  expect(plugin.name).not.toBe(plugin.id);
});

test.each(PLUGINS)('the plugin in $folder has logos, by paths below it', ({ folder, plugin }) => {
  for (const logo of [plugin.info.logos.small, plugin.info.logos.large]) {
    expect(logo).toMatch(/^[a-z]/);
    expect(text(path.join(folder, logo))).toContain('<svg');
  }
});

test('the catalog can find the app', () => {
  expect(app.info.description.length).toBeGreaterThan(20);
  expect(app.info.keywords.length).toBeGreaterThan(3);
  expect(app.info.author.name).not.toBe('');
});

test.each(app.info.screenshots)(
  'screenshot $path is a small image, the one of the documentation',
  ({ name, path: file }) => {
    const image = readFileSync(path.join(SRC, file));
    expect(image.subarray(0, PNG.length)).toEqual(PNG);
    expect(statSync(path.join(SRC, file)).size).toBeLessThanOrEqual(MAX_SCREENSHOT_BYTES);
    expect(image.equals(readFileSync(path.join(SRC, '../../docs/images', path.basename(file))))).toBe(true);
    expect(name).not.toBe('');
  },
);

test('links of the plugin page lead to https', () => {
  expect(app.info.links.map(({ url }) => new URL(url).protocol)).toEqual(app.info.links.map(() => 'https:'));
});

test('the version is that of the package, and of the repository', () => {
  const repository = JSON.parse(text('../../package.json')) as { version: string };
  expect(app.info.version).toBe('%VERSION%');
  expect(workspace.version).toBe(repository.version);
  expect(text('../CHANGELOG.md')).toContain(`## ${workspace.version}`);
});

test('the text of the catalog is for users: no comments, no words of developers', () => {
  expect(text('README.md')).not.toMatch(/<!--|\b(yarn|nodejs|npm)\b/i);
});

test('licence and changes are part of the plugin', () => {
  expect(text('../LICENSE')).toContain('Apache License');
  expect(workspace.license).toBe('Apache-2.0');
});

test('every included page and plugin exists', () => {
  for (const { type, path: file } of app.includes) {
    expect(type === 'page' ? file.startsWith('/') : text(file)).toBeTruthy();
  }
});
