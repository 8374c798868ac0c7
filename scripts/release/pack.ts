/**
 * Writes everything that a release publishes to `release/`: `npm run release:pack`. The npm packages, the plugin's archive, the
 * collector's configuration, a bill of materials of each, and checksums. It publishes nothing.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOf, thirdPartyLicenses } from '../bundled-packages.ts';
import { ensureBuilt, ROOT } from '../build.ts';
import { packCollector } from './collector.ts';
import { billOfMaterials, type Subject } from './sbom.ts';

const RELEASE = join(ROOT, 'release');
const PLUGIN = join(ROOT, 'grafana-plugin');
const PACKAGES = ['packages/prices', 'instrumentation', 'cli'];
interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}

function run(command: string, args: readonly string[], cwd = ROOT): string {
  return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Packs an npm package. Its scripts are skipped: everything is built already. */
function packPackage(folder: string): Subject {
  const args = ['pack', '--json', '--silent', '--ignore-scripts', '-w', folder, '--pack-destination', RELEASE];
  const [{ filename: file } = { filename: '' }] = JSON.parse(run('npm', args)) as { filename: string }[];
  const { name, version, dependencies = {} } = manifestOf(folder);
  return { file, name, version, contains: [...bundledIn(folder), ...Object.keys(dependencies).map(lockedFolder)] };
}

function bundledIn(folder: string): string[] {
  const list = join(ROOT, folder, 'dist', 'bundled-packages.json');
  return folder === 'packages/prices' ? [] : (JSON.parse(readFileSync(list, 'utf8')) as string[]);
}

/** Workspaces are in package-lock.json under their own folders. */
function lockedFolder(name: string): string {
  return name === '@tokentrail/prices' ? 'packages/prices' : `node_modules/${name}`;
}

/** The catalog wants one folder, named by the plugin's id. */
function packPlugin(): Subject {
  const { id, info } = JSON.parse(readFileSync(join(PLUGIN, 'dist', 'plugin.json'), 'utf8')) as {
    id: string;
    info: { version: string };
  };
  const file = `${id}-${info.version}.zip`;
  const folder = join(RELEASE, id);
  cpSync(join(PLUGIN, 'dist'), folder, { recursive: true });
  const contains = bundledInPlugin();
  writeFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), thirdPartyLicenses(contains));
  run('zip', ['-X', '-q', '-r', file, id], RELEASE);
  rmSync(folder, { recursive: true });
  // The catalog asks for this checksum.
  const sha1 = createHash('sha1')
    .update(readFileSync(join(RELEASE, file)))
    .digest('hex');
  writeFileSync(join(RELEASE, `${file}.sha1`), sha1);
  return { file, name: id, version: info.version, contains };
}

/** The packages that the source maps of the plugin name. Their paths do not say in which folder of the repository a package is. */
function bundledInPlugin(): string[] {
  const files = readdirSync(join(PLUGIN, 'dist'), { recursive: true, encoding: 'utf8' });
  const sources = files
    .filter((path) => path.endsWith('.js.map'))
    .flatMap((path) => (JSON.parse(readFileSync(join(PLUGIN, 'dist', path), 'utf8')) as { sources: string[] }).sources);
  const names = foldersOf(sources).map((folder) => folder.replace(/^.*node_modules\//, ''));
  return (
    names
      // A module that webpack.config.ts writes.
      .filter((name) => name !== 'grafana-public-path.js')
      .map((name) => {
        const own = `grafana-plugin/node_modules/${name}`;
        return existsSync(join(ROOT, own)) ? own : `node_modules/${name}`;
      })
  );
}

/** Configuration for a collector of ours and for the contrib distribution, and the manifest of ours. */
function archiveCollector(): void {
  const name = `tokentrail-collector-${manifestOf('.').version}`;
  const folder = packCollector(RELEASE, name);
  run('tar', ['-czf', `${name}.tar.gz`, name], RELEASE);
  rmSync(folder, { recursive: true });
}

function writeChecksums(): void {
  const lines = readdirSync(RELEASE)
    .sort()
    .map(
      (file) =>
        `${createHash('sha256')
          .update(readFileSync(join(RELEASE, file)))
          .digest('hex')}  ${file}\n`,
    );
  writeFileSync(join(RELEASE, 'SHA256SUMS'), lines.join(''));
}

await ensureBuilt(['instrumentation', 'cli', 'grafana-plugin'], (line) => console.log(line));
rmSync(RELEASE, { recursive: true, force: true });
mkdirSync(RELEASE);
const subjects = [...PACKAGES.map(packPackage), packPlugin()];
for (const subject of subjects) {
  writeFileSync(join(RELEASE, `${subject.file}.cdx.json`), billOfMaterials(subject));
}
archiveCollector();
writeChecksums();
console.log(run('ls', ['-l', RELEASE]));
