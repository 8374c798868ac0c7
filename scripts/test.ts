/**
 * Runs every check of the repository: formatting, lint, types, unit tests, tests on real parts, fuzz and browser tests.
 * `npm test -- unit chain` runs only the named steps. The last line has the counts: `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectorBinary, showBuildProgress } from '@tokentrail/collector-config';
import { ensureBuilt, ROOT } from './build.ts';
import { ensureChromium } from './chromium.ts';
import { ensureOtherInstrumentations } from './other-instrumentations.ts';
import { readJestReport, readPlaywrightReport, readTapReport, type Counts } from './test-reports.ts';

/** Receives the output of a step that runs beside another one. Undefined: the output goes to the terminal. */
type Show = ((text: string) => void) | undefined;

interface Step {
  name: string;
  /** True if it may run beside another such step. Its output is then shown as a whole when it has ended. */
  together: boolean;
  run(show: Show): Promise<Counts>;
}

/** Steps at a time. More would not be faster on two cores. */
const LANES = 2;

const scratch = mkdtempSync(join(tmpdir(), 'tokentrail-test-'));
/** Results of earlier runs, by content: files without a finding, types, compiled code of test programs. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'tokentrail');
process.env.NODE_COMPILE_CACHE ??= join(CACHE, 'compiled');

function run(show: Show, command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
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
function check(name: string, command: string, args: readonly string[]): Step {
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
function typeCheck(name: string, project: string): Step {
  return check(name, 'tsc', ['--noEmit', '-p', project, ...incremental(name)]);
}

/** Options of eslint and prettier. Their rules look at one file at a time, so its content and the rules decide. */
function cached(name: string): string[] {
  return ['--cache', '--cache-strategy', 'content', '--cache-location', join(CACHE, name)];
}

function incremental(name: string): string[] {
  return ['--incremental', '--tsBuildInfoFile', join(CACHE, `${name}.tsbuildinfo`)];
}

/**
 * A step whose command writes a report. The step counts as failed if there is no report, or if the command fails although
 * the report has no failed test.
 */
function runner(
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
function jest(name: string, args: readonly string[], together = false): Step {
  return runner(
    name,
    readJestReport,
    (report, show) => run(show, 'jest', [...args, '--json', `--outputFile=${report}`]),
    together,
  );
}

/** Runs test files with Node's test runner, `atOnce` files at a time. */
function nodeTest(files: readonly string[], report: string, show: Show, atOnce: number): Promise<number> {
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
function inTurn(name: string, parts: readonly Step[]): Step {
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

function add(total: Counts, { passed, failed, skipped }: Counts): void {
  total.passed += passed;
  total.failed += failed;
  total.skipped.push(...skipped);
}

/** Runs test files of Node's test runner one at a time, because each measures times or memory. */
function nodeTests(name: string, files: readonly string[]): Step {
  const start = async (report: string, show: Show) => {
    await ensureCollector();
    return nodeTest(files, report, show, 1);
  };
  return runner(name, readTapReport, start, true);
}

/** Adds a skip if GRAFANA_URL is not set: the browser specs then run only on the preview. */
function withGrafanaSkip(step: Step): Step {
  return {
    ...step,
    run: async (show) => {
      const counts = await step.run(show);
      const skipped = process.env.GRAFANA_URL ? [] : ['the browser specs on a Grafana: GRAFANA_URL is not set'];
      return { ...counts, skipped: [...counts.skipped, ...skipped] };
    },
  };
}

async function ensureCollector(): Promise<void> {
  await collectorBinary({ onProgress: showBuildProgress(process.stdout) });
}

/** What the rules of `.dependency-cruiser.mjs` are checked on. */
const SOURCE_FOLDERS = [
  'packages',
  'clickhouse',
  'collector-config',
  'instrumentation/src',
  'grafana-plugin/src',
  'preview/src',
  'cli/src',
  'examples',
  'provisioning/src',
  'scripts',
];

/** Test files that start programs, collectors and stores, but compare no times. */
const CHAIN = [
  'tests/{chain,compose,conformance,foreign-spans,http-servers,path-equivalence,secrets}/**/*.test.ts',
  'tests/collector/!(request-limits).test.ts',
];

const STEPS: readonly Step[] = [
  check('format', 'prettier', ['--check', '.', ...cached('prettier')]),
  check('lint', 'eslint', ['.', ...cached('eslint')]),
  check('imports', 'depcruise', ['--config', '.dependency-cruiser.mjs', ...SOURCE_FOLDERS]),
  jest('style', ['-c', 'tests/style/jest.config.mjs'], true),
  typeCheck('types', 'tsconfig.json'),
  typeCheck('types-preview', 'preview'),
  typeCheck('types-browser', 'tests/browser'),
  typeCheck('types-grafana-12.4', 'grafana-plugin'),
  check('types-grafana-13.2', 'npm', [
    ...['run', '--silent', 'typecheck:13.2', '-w', 'grafana-plugin', '--'],
    ...incremental('types-grafana-13.2'),
  ]),
  jest('unit', []),
  jest('alerts', ['-c', 'tests/jest.config.mjs', 'tests/alerts']),
  jest('processes', ['-c', 'tests/jest.config.mjs', 'tests/engine', 'tests/tempo', 'tests/processes']),
  runner('chain', readTapReport, async (report, show) => {
    await ensureCollector();
    ensureOtherInstrumentations((line) => console.log(line));
    return nodeTest(CHAIN, report, show, LANES);
  }),
  // The times in `limits` and `fuzz` do not contain the slowness of the machine, so others may run beside them.
  withGrafanaSkip(
    runner(
      'browser',
      readPlaywrightReport,
      async (report, show) => {
        const chromium = await ensureChromium();
        return run(show, 'playwright', ['test', '-c', 'tests/browser/playwright.config.ts', '--reporter=list,json'], {
          PLAYWRIGHT_JSON_OUTPUT_FILE: report,
          TOKENTRAIL_CHROMIUM: chromium,
        });
      },
      true,
    ),
  ),
  inTurn('limits', [
    jest('limits-of-the-engine', ['-c', 'tests/jest.config.mjs', '--runInBand', 'tests/limits'], true),
    nodeTests('limits-of-the-collector', ['tests/collector/request-limits.test.ts']),
  ]),
  nodeTests('fuzz', ['tests/fuzz/*.test.ts']),
  nodeTests('memory', ['tests/memory/*.test.ts']),
];

async function runStep(step: Step, beside: boolean): Promise<Counts> {
  const started = Date.now();
  const head = `\n── ${step.name}`;
  let output = '';
  if (!beside) console.log(head);
  const counts = await step.run(beside ? (text) => void (output += text) : undefined).catch((error: unknown) => {
    output += `${error instanceof Error ? error.message : String(error)}\n`;
    return { passed: 0, failed: 1, skipped: [] };
  });
  if (beside) console.log(head);
  process.stdout.write(output);
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`── ${step.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  return counts;
}

/** Runs the steps in order, consecutive ones that may run together in lanes. */
async function runSteps(steps: readonly Step[]): Promise<Counts[]> {
  const counts: Counts[] = [];
  const waiting = [...steps];
  while (waiting.length > 0) {
    const end = waiting.findIndex(({ together }) => !together);
    const batch = waiting.splice(0, end === -1 ? waiting.length : Math.max(1, end));
    const beside = batch.length > 1;
    const lane = async () => {
      for (let step = batch.shift(); step !== undefined; step = batch.shift()) counts.push(await runStep(step, beside));
    };
    await Promise.all(Array.from({ length: LANES }, lane));
  }
  return counts;
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => STEPS.every((step) => step.name !== name));
  if (unknown.length > 0) {
    console.error(`unknown step ${unknown.join(', ')}; the steps are ${STEPS.map((step) => step.name).join(', ')}`);
    return 2;
  }
  const started = Date.now();
  await ensureBuilt(['instrumentation', 'grafana-plugin'], (line) => console.log(line));
  const total: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const counts of await runSteps(STEPS.filter(({ name }) => names.length === 0 || names.includes(name)))) {
    add(total, counts);
  }
  rmSync(scratch, { recursive: true, force: true });
  console.log('');
  total.skipped.forEach((reason) => console.log(`skipped: ${reason}`));
  console.log(`${((Date.now() - started) / 60_000).toFixed(1)} minutes`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
