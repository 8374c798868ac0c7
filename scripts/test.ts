/**
 * Runs every check of the repository: formatting, lint, types, unit tests, tests on real parts, fuzz and browser tests.
 * `npm test -- unit chain` runs only the named steps. The last line has the counts: `N passed, N failed, N skipped`.
 */
import { rmSync } from 'node:fs';
import { collectorBinary, showBuildProgress } from '@tokentrail/collector-config';
import { installLibraries } from '@tokentrail/preview';
import { ensureBuilt } from './build.ts';
import { ensureChromium } from './chromium.ts';
import { ensureOtherInstrumentations } from './other-instrumentations.ts';
import { readPlaywrightReport, readTapReport, type Counts } from './test-reports.ts';
import {
  add,
  cached,
  check,
  inTurn,
  jest,
  nodeTest,
  run,
  runner,
  scratch,
  type Show,
  type Step,
  typeCheck,
} from './test-steps.ts';

/** Steps at a time. More would not be faster on two cores. */
const LANES = 2;

/** Runs test files of Node's test runner one at a time, because each measures times or memory. */
function nodeTests(name: string, files: readonly string[]): Step {
  const start = async (report: string, show: Show) => {
    await ensureCollector();
    return nodeTest(files, report, show, 1);
  };
  return runner(name, readTapReport, start, true);
}

/** Runs all browser tests, or those whose names contain one of the texts, on projects of their configuration. */
function browser(name: string, projects: readonly string[], tests: readonly string[] = []): Step {
  const start = async (report: string, show: Show) => {
    const chromium = await ensureChromium();
    const selected = [...projects.map((project) => `--project=${project}`), `--grep=${tests.join('|')}`];
    const command = ['test', '-c', 'tests/browser/playwright.config.ts', '--reporter=list,json', ...selected];
    return run(show, 'playwright', command, {
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      TOKENTRAIL_CHROMIUM: chromium,
    });
  };
  return runner(name, readPlaywrightReport, start, true);
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

/** Installs the libraries of Grafana 13.2 first, which are not part of the workspace. */
function withLibraries(step: Step): Step {
  return {
    ...step,
    run: async (show) => {
      await installLibraries('13.2');
      return step.run(show);
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
  'tests/{chain,compose,conformance,foreign-spans,http-servers,packages,path-equivalence,secrets}/**/*.test.ts',
  'tests/collector/!(request-limits).test.ts',
];

/**
 * The browser tests that every run repeats with Grafana 13.2: words of the names of their files, groups or themselves. They use the
 * parts in which React 19 and the newer components of Grafana can differ, and take about two minutes; all would take ten.
 */
const TESTS_ON_13_2 = [
  'gives plugins the React of its Grafana',
  'lazy-parts',
  'Light theme: list',
  'Dark theme: an unfolded row',
  'Light theme: a search that cannot be read',
  'cards in a narrow window',
  'usage-log-table',
  'finance-question',
  'the detail of a call',
  'includes, excludes',
  'search text and controls',
  'Back and Forward',
  'every link of the log',
  'downloads the filtered rows',
  'a comparison is set by keyboard',
  'the toolbar',
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
  withLibraries(typeCheck('types-preview-13.2', 'preview/grafana-13.2')),
  withLibraries(typeCheck('types-grafana-13.2', 'grafana-plugin/tsconfig.13.2.json')),
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
    inTurn('browser', [
      browser('browser-12.4', process.env.GRAFANA_URL ? ['preview', 'grafana'] : ['preview']),
      browser('browser-13.2-part', ['preview-13.2'], TESTS_ON_13_2),
    ]),
  ),
  inTurn('limits', [
    jest('limits-of-the-engine', ['-c', 'tests/jest.config.mjs', '--runInBand', 'tests/limits'], true),
    nodeTests('limits-of-the-collector', ['tests/collector/request-limits.test.ts']),
  ]),
  nodeTests('docs', ['tests/docs/*.test.ts']),
  nodeTests('fuzz', ['tests/fuzz/*.test.ts']),
  nodeTests('memory', ['tests/memory/*.test.ts']),
];

/** Steps that run only if they are named. */
const BY_NAME: readonly Step[] = [browser('browser-13.2', ['preview-13.2'])];

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
  const all = [...STEPS, ...BY_NAME];
  const unknown = names.filter((name) => all.every((step) => step.name !== name));
  if (unknown.length > 0) {
    console.error(`unknown step ${unknown.join(', ')}; the steps are ${all.map((step) => step.name).join(', ')}`);
    return 2;
  }
  const started = Date.now();
  await ensureBuilt(['instrumentation', 'cli', 'grafana-plugin'], (line) => console.log(line));
  const total: Counts = { passed: 0, failed: 0, skipped: [] };
  for (const counts of await runSteps(names.length === 0 ? STEPS : all.filter(({ name }) => names.includes(name)))) {
    add(total, counts);
  }
  rmSync(scratch, { recursive: true, force: true });
  console.log('');
  total.skipped.forEach((reason) => console.log(`skipped: ${reason}`));
  total.repeated?.forEach((title) => console.log(`failed once, passed when repeated: ${title}`));
  console.log(`${((Date.now() - started) / 60_000).toFixed(1)} minutes`);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
