import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** Folders whose package.json has the exact versions of a Grafana's libraries. */
const FOLDERS = { '12.4': ROOT, '13.2': path.join(ROOT, 'grafana-13.2') };

/** A release of Grafana whose libraries the page can be built with. */
export type GrafanaRelease = keyof typeof FOLDERS;

/** The oldest release that the plugin supports. Its libraries are part of the npm workspace. */
export const DEFAULT_RELEASE: GrafanaRelease = '12.4';

/** Folder from which the release's libraries are found as Node.js finds them. */
export function libraryFolder(release: GrafanaRelease): string {
  return FOLDERS[release];
}

/** Version of the libraries, such as `12.4.10`. */
export function grafanaVersion(release: GrafanaRelease): string {
  const { dependencies } = JSON.parse(readFileSync(path.join(FOLDERS[release], 'package.json'), 'utf8')) as {
    dependencies: Record<'@grafana/ui', string>;
  };
  return dependencies['@grafana/ui'];
}

const installing = new Map<GrafanaRelease, Promise<void>>();

/**
 * Installs the release's libraries (about 460 MB) unless they are those of the lock file.
 *
 * @throws an Error that says what to do if they cannot be installed.
 */
export function installLibraries(release: GrafanaRelease): Promise<void> {
  // Two callers must not install into one folder at the same time.
  const installation = installing.get(release) ?? (release === DEFAULT_RELEASE ? Promise.resolve() : install(release));
  installing.set(release, installation);
  return installation;
}

async function install(release: GrafanaRelease): Promise<void> {
  const folder = FOLDERS[release];
  const installedFile = path.join(folder, 'node_modules', '.installed-lock.json');
  const lock = readFileSync(path.join(folder, 'package-lock.json'), 'utf8');
  if (existsSync(installedFile) && readFileSync(installedFile, 'utf8') === lock) {
    return;
  }
  try {
    const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await promisify(execFile)('npm', ['ci', ...options], { cwd: folder });
  } catch (error) {
    throw new Error(`Grafana's libraries could not be installed. Run "npm ci" in ${folder}.`, { cause: error });
  }
  writeFileSync(installedFile, lock);
}
