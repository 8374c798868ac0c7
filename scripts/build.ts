/** Builds the workspaces that need a build, one at a time, if one of their sources has changed. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

interface Build {
  workspace: string;
  /** Files and folders that the result depends on. */
  inputs: readonly string[];
  /** A file that exists only after a successful build. */
  result: string;
}

const BUILDS = {
  instrumentation: {
    workspace: 'instrumentation',
    inputs: ['instrumentation', 'packages/records/src', 'packages/usage/src', 'packages/pricing/src'],
    result: 'instrumentation/dist/register.mjs',
  },
  cli: {
    workspace: 'cli',
    inputs: ['cli', 'scripts', 'packages', 'clickhouse', 'collector-config/src', 'provisioning/src'],
    result: 'cli/dist/bin/tokentrail.mjs',
  },
  'grafana-plugin': {
    workspace: 'grafana-plugin',
    inputs: ['grafana-plugin', 'packages/records/src', 'packages/usage-store/src'],
    result: 'grafana-plugin/dist/module.js',
  },
} as const satisfies Record<string, Build>;

export type BuildName = keyof typeof BUILDS;

/**
 * Builds the named workspaces if their sources have changed since the last build.
 * @throws an Error that names the log of a failed build.
 */
export async function ensureBuilt(names: readonly BuildName[], say: (line: string) => void): Promise<void> {
  for (const name of names) {
    await ensureOneBuilt(name, BUILDS[name], say);
  }
}

async function ensureOneBuilt(name: BuildName, build: Build, say: (line: string) => void): Promise<void> {
  const stamps = join(ROOT, 'node_modules', '.cache', 'tokentrail');
  const stamp = join(stamps, `${name}.sha256`);
  const hash = hashOf(build.inputs);
  const fresh = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash && existsSync(join(ROOT, build.result));
  if (fresh) {
    return;
  }
  const started = Date.now();
  say(`building ${name} …`);
  mkdirSync(stamps, { recursive: true });
  const log = join(stamps, `${name}.log`);
  const code = await run('npm', ['run', 'build', '-w', build.workspace], log);
  if (code !== 0) {
    throw new Error(`the build of ${name} failed: see ${log}\n${readFileSync(log, 'utf8').slice(-3000)}`);
  }
  writeFileSync(stamp, hash);
  say(`built ${name} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}

function run(command: string, args: readonly string[], log: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', (error) => chunks.push(Buffer.from(error.message)));
    child.on('close', (code) => {
      writeFileSync(log, Buffer.concat(chunks));
      resolve(code ?? 1);
    });
  });
}

const IGNORED_NAMES = new Set(['node_modules', 'dist', 'README.md']);

function hashOf(inputs: readonly string[]): string {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')));
  const add = (path: string): void => {
    if (!existsSync(join(ROOT, path))) {
      return;
    }
    if (statSync(join(ROOT, path)).isDirectory()) {
      for (const entry of readdirSync(join(ROOT, path)).sort()) {
        if (!IGNORED_NAMES.has(entry) && !entry.includes('.test.')) {
          add(join(path, entry));
        }
      }
      return;
    }
    hash.update(path).update(readFileSync(join(ROOT, path)));
  };
  inputs.forEach(add);
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await ensureBuilt(Object.keys(BUILDS) as BuildName[], (line) => console.log(line));
}
