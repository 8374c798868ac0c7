import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from './build.ts';
import { readJestReport, type Counts } from './test-reports.ts';

/** Receives the output of a step that runs beside another one. Undefined: the output goes to the terminal. */
export type Show = ((text: string) => void) | undefined;

export interface Step {
  name: string;
  /** True if it may run beside another such step. Its output is then shown as a whole when it has ended. */
  together: boolean;
  run(show: Show): Promise<Counts>;
}

export const scratch = mkdtempSync(join(tmpdir(), 'tokentrail-test-'));
/** Results of earlier runs, by content: files without a finding, types, compiled code of test programs. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'tokentrail');
process.env.NODE_COMPILE_CACHE ??= join(CACHE, 'compiled');

export function run(
  show: Show,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: show === undefined ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    if (show !== undefined) {
      child.stdout?.setEncoding('utf8').on('data', show);
      child.stderr?.setEncoding('utf8').on('data', show);
    }
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** A step that counts as one test. It passes if the command exits with 0. */
export function check(name: string, command: string, args: readonly string[]): Step {
  return {
    name,
    together: true,
    run: async (show) => {
      const failed = (await run(show, command, args)) === 0 ? 0 : 1;
      return { passed: 1 - failed, failed, skipped: [] };
    },
  };
}

/** Checks types. The compiler reads again only what has changed since the last run. */
export function typeCheck(name: string, project: string): Step {
  return check(name, 'tsc', ['--noEmit', '-p', project, ...incremental(name)]);
}

/** Options of eslint and prettier. Their rules look at one file at a time, so its content and the rules decide. */
export function cached(name: string): string[] {
  return ['--cache', '--cache-strategy', 'content', '--cache-location', join(CACHE, name)];
}

function incremental(name: string): string[] {
  return ['--incremental', '--tsBuildInfoFile', join(CACHE, `${name}.tsbuildinfo`)];
}

/**
 * A step whose command writes a report. The step counts as failed if there is no report, or if the command fails although
 * the report has no failed test.
 */
export function runner(
  name: string,
  read: (text: string) => Counts,
  start: (report: string, show: Show) => Promise<number>,
  together = false,
): Step {
  return {
    name,
    together,
    run: async (show) => {
      const report = join(scratch, `${name}.report`);
      const code = await start(report, show);
      const counts = existsSync(report) ? read(readFileSync(report, 'utf8')) : { passed: 0, failed: 1, skipped: [] };
      return { ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed };
    },
  };
}

/** Runs Jest with `args`, such as a configuration and folders. */
export function jest(name: string, args: readonly string[], together = false): Step {
  return runner(
    name,
    readJestReport,
    (report, show) => run(show, 'jest', [...args, '--json', `--outputFile=${report}`]),
    together,
  );
}

/** Runs test files with Node's test runner, `atOnce` files at a time. */
export function nodeTest(files: readonly string[], report: string, show: Show, atOnce: number): Promise<number> {
  return run(show, 'node', [
    '--test',
    `--test-concurrency=${atOnce}`,
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    ...files,
  ]);
}

/** One step of several parts, which run one after the other. */
export function inTurn(name: string, parts: readonly Step[]): Step {
  return {
    name,
    together: parts.every(({ together }) => together),
    run: async (show) => {
      const total: Counts = { passed: 0, failed: 0, skipped: [] };
      for (const part of parts) add(total, await part.run(show));
      return total;
    },
  };
}

export function add(total: Counts, { passed, failed, skipped, repeated = [] }: Counts): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped.push(...skipped);
  (total.repeated ??= []).push(...repeated);
}
