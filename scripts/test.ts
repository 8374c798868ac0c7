/**
 * Runs every check of the repository: formatting, lint, types, unit, chain, fuzz and browser tests. `npm test -- unit chain`
 * runs only the named steps. The last line has the counts: `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collectorBinary } from '@tokentrail/collector-config';
import { ensureBuilt, ROOT } from './build.ts';
import { ensureChromium } from './chromium.ts';
import { ensureOtherInstrumentations } from './other-instrumentations.ts';
import { readJestReport, readPlaywrightReport, readTapReport, type Counts } from './test-reports.ts';

interface Step {
  name: string;
  run(): Promise<Counts>;
}

const scratch = mkdtempSync(join(tmpdir(), 'tokentrail-test-'));

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', env: { ...process.env, ...env } });
    child.on('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

/** A step that counts as one test. It passes if the command exits with 0. */
function check(name: string, command: string, args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const failed = (await run(command, args)) === 0 ? 0 : 1;
      return { passed: 1 - failed, failed, skipped: [] };
    },
  };
}

/**
 * A step whose command writes a report. The step counts as failed if there is no report, or if the command fails although
 * the report has no failed test.
 */
function runner(name: string, read: (text: string) => Counts, start: (report: string) => Promise<number>): Step {
  return {
    name,
    run: async () => {
      const report = join(scratch, `${name}.report`);
      const code = await start(report);
      const counts = existsSync(report) ? read(readFileSync(report, 'utf8')) : { passed: 0, failed: 1, skipped: [] };
      return { ...counts, failed: code !== 0 && counts.failed === 0 ? 1 : counts.failed };
    },
  };
}

/** Runs test files one at a time, because each starts its own processes. */
function nodeTest(files: string, report: string): Promise<number> {
  return run('node', [
    '--test',
    '--test-concurrency=1',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    files,
  ]);
}

/** Adds a skip if GRAFANA_URL is not set: the browser specs then run only on the preview. */
function withGrafanaSkip(step: Step): Step {
  return {
    name: step.name,
    run: async () => {
      const counts = await step.run();
      const skipped = process.env.GRAFANA_URL ? [] : ['the browser specs on a Grafana: GRAFANA_URL is not set'];
      return { ...counts, skipped: [...counts.skipped, ...skipped] };
    },
  };
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

const STEPS: readonly Step[] = [
  check('format', 'prettier', ['--check', '.']),
  check('lint', 'eslint', ['.']),
  check('imports', 'depcruise', ['--config', '.dependency-cruiser.mjs', ...SOURCE_FOLDERS]),
  runner('style', readJestReport, (report) =>
    run('jest', ['-c', 'tests/style/jest.config.mjs', '--json', `--outputFile=${report}`]),
  ),
  check('types', 'tsc', ['--noEmit', '-p', 'tsconfig.json']),
  check('types-preview', 'tsc', ['--noEmit', '-p', 'preview']),
  check('types-browser', 'tsc', ['--noEmit', '-p', 'tests/browser']),
  check('types-grafana-12.4', 'npm', ['run', '--silent', 'typecheck', '-w', 'grafana-plugin']),
  check('types-grafana-13.2', 'npm', ['run', '--silent', 'typecheck:13.2', '-w', 'grafana-plugin']),
  runner('unit', readJestReport, (report) => run('jest', ['--json', `--outputFile=${report}`])),
  runner('chain', readTapReport, async (report) => {
    await collectorBinary({ onProgress: (line) => console.log(line) });
    ensureOtherInstrumentations((line) => console.log(line));
    return nodeTest(
      'tests/{chain,collector,compose,conformance,foreign-spans,http-servers,memory,secrets}/**/*.test.ts',
      report,
    );
  }),
  runner('fuzz', readTapReport, async (report) => {
    await collectorBinary({ onProgress: (line) => console.log(line) });
    return nodeTest('tests/fuzz/*.test.ts', report);
  }),
  withGrafanaSkip(
    runner('browser', readPlaywrightReport, async (report) => {
      const chromium = await ensureChromium();
      return run('playwright', ['test', '-c', 'tests/browser/playwright.config.ts', '--reporter=list,json'], {
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
        TOKENTRAIL_CHROMIUM: chromium,
      });
    }),
  ),
];

async function runStep(step: Step): Promise<Counts> {
  const started = Date.now();
  console.log(`\n── ${step.name}`);
  const counts = await step.run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1, skipped: [] };
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  console.log(`── ${step.name}: ${counts.failed === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
  return counts;
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => STEPS.every((step) => step.name !== name));
  if (unknown.length > 0) {
    console.error(`unknown step ${unknown.join(', ')}; the steps are ${STEPS.map((step) => step.name).join(', ')}`);
    return 2;
  }
  await ensureBuilt(['instrumentation', 'grafana-plugin'], (line) => console.log(line));
  const total: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const step of STEPS) {
    if (names.length > 0 && !names.includes(step.name)) {
      continue;
    }
    const counts = await runStep(step);
    total.passed += counts.passed;
    total.failed += counts.failed;
    total.skipped.push(...counts.skipped);
  }
  rmSync(scratch, { recursive: true, force: true });
  console.log('');
  total.skipped.forEach((reason) => console.log(`skipped: ${reason}`));
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
