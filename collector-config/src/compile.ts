import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { BuildProgress } from './build-progress.ts';

const BUILDER = 'go.opentelemetry.io/collector/cmd/builder';
const PROGRESS_EVERY_MS = 500;

export interface Compilation {
  /** Folder with the builder's `manifest.yaml`. */
  folder: string;
  /** Folder that gets the collector's sources and its binary. */
  output: string;
  /** File that gets the output of Go. */
  log: string;
  dist: { name: string; version: string; build_tags?: string };
  env: NodeJS.ProcessEnv;
  onProgress: (progress: BuildProgress) => void;
}

/**
 * Builds the collector: OpenTelemetry's builder writes the sources, and Go compiles them with the builder's own options. The
 * builder would compile them too, but shows no progress.
 * @throws an Error with the last line of the log.
 */
export async function compile({ folder, output, log, dist, env, onProgress }: Compilation): Promise<void> {
  const started = Date.now();
  const progress: BuildProgress = { step: 'fetching modules', built: 0, total: 0, elapsedMs: 0 };
  const report = () => onProgress({ ...progress, elapsedMs: Date.now() - started });
  report();
  const ticking = setInterval(report, PROGRESS_EVERY_MS);
  const descriptor = openSync(log, 'w');
  const run = (cwd: string, args: readonly string[], onLine: (line: string) => void = () => undefined) =>
    runGo({ cwd, args, env: { ...env, CGO_ENABLED: '0' }, descriptor, log, onLine });
  try {
    await run(folder, ['run', `${BUILDER}@v${dist.version}`, '--config', 'manifest.yaml', '--skip-compilation']);
    const flags = ['-trimpath', ...(dist.build_tags === undefined ? [] : ['-tags', dist.build_tags])];
    progress.total = await packagesToCompile(output, flags, env);
    progress.step = 'compiling';
    // With -v, Go prints the name of each package that it compiles.
    await run(output, ['build', '-v', ...flags, '-ldflags=-s -w', '-o', dist.name, '.'], (line) => {
      if (!line.startsWith('go: ')) progress.built += 1;
    });
    progress.step = 'done';
  } catch (error) {
    progress.step = 'failed';
    throw error;
  } finally {
    report();
    clearInterval(ticking);
    closeSync(descriptor);
  }
}

/** Number of packages that are not in Go's build cache; 0 if Go cannot tell, and the build itself will say why. */
async function packagesToCompile(folder: string, flags: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const args = ['list', '-deps', ...flags, '-f', '{{if .Stale}}{{.ImportPath}}{{end}}', '.'];
  try {
    const options = { cwd: folder, env: { ...env, CGO_ENABLED: '0' }, maxBuffer: 16 * 1024 ** 2 };
    const { stdout } = await promisify(execFile)('go', args, options);
    return stdout.split('\n').filter((line) => line !== '').length;
  } catch {
    return 0;
  }
}

interface GoRun {
  cwd: string;
  args: readonly string[];
  env: NodeJS.ProcessEnv;
  /** The open log. */
  descriptor: number;
  log: string;
  onLine: (line: string) => void;
}

async function runGo({ cwd, args, env, descriptor, log, onLine }: GoRun): Promise<void> {
  const child = spawn('go', args, { cwd, env, stdio: ['ignore', descriptor, 'pipe'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  ended.catch(() => undefined);
  for await (const line of createInterface({ input: child.stderr! })) {
    writeSync(descriptor, `${line}\n`);
    onLine(line);
  }
  if ((await ended) !== 0) {
    throw new Error(`Building the collector failed: the last lines of ${log} say why. ${lastLineOf(log)}`);
  }
}

function lastLineOf(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) ?? '';
}
