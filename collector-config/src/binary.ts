import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { parse, stringify } from 'yaml';
import type { BuildProgress } from './build-progress.ts';
import { compile } from './compile.ts';
import { collectorConfigPath } from './files.ts';

const run = promisify(execFile);

const MINIMUM_GO = [1, 26] as const;
/** Free disk space for a build, including Go's module and build caches, bytes. */
const MIN_FREE_BYTES = 4 * 1024 ** 3;

/** A Go module of the collector. If it has a `path`, it is a folder beside the manifest. */
interface Component {
  gomod: string;
  path?: string;
}

/** The parts of the builder's manifest that are used here. */
export interface Manifest {
  dist: { name: string; version: string; build_tags?: string; [key: string]: unknown };
  [kind: string]: unknown;
}

export interface CollectorBinaryOptions {
  /** Receives progress while the binary is built, which takes minutes: see `showBuildProgress`. */
  onProgress?: (progress: BuildProgress) => void;
  /** Source of PATH, HOME and XDG_CACHE_HOME. Default: the environment of this process. */
  env?: NodeJS.ProcessEnv;
}

/**
 * Finds or builds a collector that has every component of `manifest.yaml`. Uses the `otelcol-contrib` on the PATH if it has
 * the manifest's version or a later one and lists all components. Otherwise builds one from Go modules, once, into
 * `$XDG_CACHE_HOME/tokentrail` (`~/.cache/tokentrail`).
 * @returns the path of the binary.
 * @throws an Error with one line that says what to do.
 */
export async function collectorBinary(options: CollectorBinaryOptions = {}): Promise<string> {
  const env = options.env ?? process.env;
  const onProgress = options.onProgress ?? (() => undefined);
  const manifestText = readFileSync(collectorConfigPath('manifest.yaml'), 'utf8');
  const manifest = parse(manifestText) as Manifest;
  if (await isCollectorOnPathUsable(manifest, env)) {
    return 'otelcol-contrib';
  }
  const cache = join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'tokentrail');
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n${manifestText}`);
  sourcesOf(manifest).forEach((source) => hash.update(source));
  const binary = join(cache, `collector-${hash.digest('hex').slice(0, 16)}`, manifest.dist.name);
  if (!existsSync(binary)) {
    await checkGo(manifest, env);
    await mkdir(cache, { recursive: true });
    await checkDiskSpace(cache);
    await build({ manifest, cache, binary, env, onProgress });
  }
  return binary;
}

/** True if `components`, the output of a collector's `components` command, contains everything of the manifest. */
export function coversManifest(components: string, manifest: Manifest): boolean {
  const listed = parse(components) as { buildinfo?: { version?: string }; [kind: string]: unknown };
  const version = listed.buildinfo?.version ?? '0';
  return (
    compareVersions(version, manifest.dist.version) >= 0 &&
    modulesOf(manifest).every((m) => components.includes(`${m} v`))
  );
}

function modulesOf(manifest: Manifest): string[] {
  return componentsOf(manifest).map(({ gomod }) => gomod.split(' ')[0] ?? gomod);
}

function componentsOf(manifest: Manifest): Component[] {
  const kinds = Object.values(manifest).filter((value) => Array.isArray(value)) as Component[][];
  return kinds.flat();
}

/** Go files of the manifest's components in this repository. */
function sourcesOf(manifest: Manifest): Buffer[] {
  const folders = componentsOf(manifest).flatMap(({ path }) => (path === undefined ? [] : [collectorConfigPath(path)]));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /(?<!_test)\.go$|^go\.mod$/.test(name))
      .sort()
      .map((name) => readFileSync(join(folder, name))),
  );
}

/** The manifest with absolute paths, because the builder runs in another folder. */
function withAbsolutePaths(manifest: Manifest, output: string): Manifest {
  const absolute = ({ gomod, path }: Component): Component =>
    path === undefined ? { gomod } : { gomod, path: collectorConfigPath(path) };
  const kinds = Object.entries(manifest).map(([kind, value]) => [
    kind,
    Array.isArray(value) ? (value as Component[]).map(absolute) : value,
  ]);
  const built = Object.fromEntries(kinds) as Manifest;
  return { ...built, dist: { ...manifest.dist, output_path: output } };
}

function compareVersions(left: string, right: string): number {
  const parts = (version: string) =>
    version
      .replace(/^v/, '')
      .split('.')
      .map((part) => Number.parseInt(part, 10) || 0);
  const [a, b] = [parts(left), parts(right)];
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

async function isCollectorOnPathUsable(manifest: Manifest, env: NodeJS.ProcessEnv): Promise<boolean> {
  try {
    const { stdout } = await run('otelcol-contrib', ['components'], { env, maxBuffer: 16 * 1024 ** 2 });
    return coversManifest(stdout, manifest);
  } catch {
    // There is none on the PATH, or it does not run on this machine: one is built.
    return false;
  }
}

async function checkGo(manifest: Manifest, env: NodeJS.ProcessEnv): Promise<void> {
  const minimum = MINIMUM_GO.join('.');
  const remedy = `install Go ${minimum} or later, or put otelcol-contrib ${manifest.dist.version} or later with the components of manifest.yaml on the PATH`;
  const version = await run('go', ['env', 'GOVERSION'], { env }).then(
    ({ stdout }) => stdout.trim().replace(/^go/, ''),
    () => null,
  );
  if (version === null) {
    throw new Error(`The collector has to be built and there is no Go on the PATH: ${remedy}.`);
  }
  if (compareVersions(version, minimum) < 0) {
    throw new Error(`The collector has to be built and Go ${version} is too old for it: ${remedy}.`);
  }
}

async function checkDiskSpace(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < MIN_FREE_BYTES) {
    const free = ((bavail * bsize) / 1024 ** 3).toFixed(1);
    throw new Error(`Building the collector needs 4 GiB on the disk of ${folder}; ${free} GiB are free.`);
  }
}

interface Build {
  manifest: Manifest;
  cache: string;
  binary: string;
  env: NodeJS.ProcessEnv;
  onProgress: (progress: BuildProgress) => void;
}

async function build({ manifest, cache, binary, env, onProgress }: Build): Promise<void> {
  const folder = await mkdtemp(join(cache, 'building-'));
  const log = join(cache, 'collector-build.log');
  try {
    const output = join(folder, 'out');
    await writeFile(join(folder, 'manifest.yaml'), stringify(withAbsolutePaths(manifest, output)));
    await compile({ folder, output, log, dist: manifest.dist, env, onProgress });
    await mkdir(join(folder, 'done'));
    await rename(join(output, manifest.dist.name), join(folder, 'done', manifest.dist.name));
    await publish(join(folder, 'done'), binary);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Renames the finished folder to its final name. If another build finished first, its binary is used. */
async function publish(finished: string, binary: string): Promise<void> {
  try {
    await rename(finished, join(binary, '..'));
  } catch (error) {
    if (!existsSync(binary)) {
      throw error;
    }
  }
}
