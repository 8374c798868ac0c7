/**
 * Measures what recording adds to the start of a program: `npm run bench:start -w instrumentation`. Prints a Markdown table. Only
 * figures of one run can be compared.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt, ROOT } from '../../scripts/build.ts';
import { ensureOtherInstrumentations } from '../../scripts/other-instrumentations.ts';
import { RIVALS, TITLES } from './subjects.ts';

const ROUNDS = Number(process.env.ROUNDS ?? 25);

const scratch = mkdtempSync(join(tmpdir(), 'tokentrail-start-'));

/** Time from the start of the process to the first line of the app, and the processor time until then, ms. */
interface Start {
  wall: number;
  cpu: number;
}

/** What OpenTelemetry's documentation sets up beside an instrumentation: a provider, batches, an exporter. */
const OPEN_TELEMETRY = `
  const { trace } = require('@opentelemetry/api');
  const { BatchSpanProcessor, TracerProvider } = require('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto');
  const exporter = new OTLPTraceExporter({ url: process.env.TOKENTRAIL_OTLP_ENDPOINT + '/v1/traces' });
  const provider = new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);`;

/** Packages are found from this file, which has the SDK, or from the folder of the published instrumentations. */
const HEAD = `
  const { createRequire } = require('node:module');
  const published = createRequire(${JSON.stringify(fileURLToPath(new URL('package.json', RIVALS)))});
  require = createRequire(${JSON.stringify(import.meta.filename)});`;

function published(module: string): string {
  return `${HEAD}${OPEN_TELEMETRY}
  const { OpenAIInstrumentation } = published('${module}');
  const instrumentation = new OpenAIInstrumentation({});
  instrumentation.setTracerProvider(provider);
  instrumentation.enable();`;
}

const OPENLIT = `${HEAD}
  published('openlit').Openlit.init({ otlpEndpoint: process.env.TOKENTRAIL_OTLP_ENDPOINT, pricingJson: { chat: {} } });`;

/** Node's options of each subject. */
function subjects(): Map<string, readonly string[]> {
  const preload = (name: string, text: string) => {
    const file = join(scratch, `${name}.cjs`);
    writeFileSync(file, text);
    return ['--require', file];
  };
  const ours = (file: string) => join(ROOT, 'instrumentation', 'dist', file);
  const auto = createRequire(join(ROOT, 'examples/service/package.json'));
  return new Map([
    ['Node.js alone', preload('nothing', '')],
    [`${TITLES.ours}, \`--import\``, ['--import', ours('register.mjs')]],
    [`${TITLES.ours}, \`--require\``, ['--require', ours('register.cjs')]],
    ["OpenTelemetry's SDK without instrumentations", preload('sdk', `${HEAD}${OPEN_TELEMETRY}`)],
    [`the SDK and ${TITLES.contrib}`, preload('contrib', published('@opentelemetry/instrumentation-openai'))],
    [
      `the SDK and ${TITLES.openinference}`,
      preload('openinference', published('@arizeai/openinference-instrumentation-openai')),
    ],
    [`the SDK and ${TITLES.traceloop}`, preload('traceloop', published('@traceloop/instrumentation-openai'))],
    [TITLES.openlit, preload('openlit', OPENLIT)],
    [
      '@opentelemetry/auto-instrumentations-node/register',
      ['--require', auto.resolve('@opentelemetry/auto-instrumentations-node/register')],
    ],
  ]);
}

function startOnce(options: readonly string[], app: string): Start {
  const { stdout, stderr, status } = spawnSync(process.execPath, [...options, app], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      // Nothing listens there, and nothing is sent before the program ends.
      TOKENTRAIL_OTLP_ENDPOINT: 'http://127.0.0.1:9',
      TOKENTRAIL_SPOOL_DIR: scratch,
      OTEL_NODE_RESOURCE_DETECTORS: 'env',
    },
  });
  const line = /^start (.*)$/m.exec(stdout)?.[1];
  if (line === undefined) throw new Error(`${options.join(' ')} ended with ${String(status)}:\n${stderr}`);
  return JSON.parse(line) as Start;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}

function main(): void {
  const app = join(scratch, 'app.mjs');
  writeFileSync(
    app,
    `const wall = performance.now();
    const { user, system } = process.cpuUsage();
    console.log('start ' + JSON.stringify({ wall, cpu: (user + system) / 1000 }));
    process.exit();`,
  );
  const before = loadavg()[0]!;
  const all = [...subjects()];
  const starts = all.map((): Start[] => []);
  // The subjects take turns, so disturbances affect all alike. The first round fills the caches of the file system.
  for (let round = -1; round < ROUNDS; round++) {
    all.forEach(([, options], index) => {
      const start = startOnce(options, app);
      if (round >= 0) starts[index]!.push(start);
    });
  }
  const [bare = []] = starts;
  const added = (index: number, of: (start: Start) => number) =>
    median(starts[index]!.map((start, round) => of(start) - of(bare[round]!))).toFixed(0);
  console.log(
    `Load ${before.toFixed(1)} to ${loadavg()[0]!.toFixed(1)}, Node ${process.versions.node}, ${ROUNDS} rounds.\n`,
  );
  console.log('| loaded before the app | ms until the app runs | added ms | added ms of processor time |');
  console.log('| --- | --- | --- | --- |');
  all.forEach(([title], index) => {
    const wall = median(starts[index]!.map((start) => start.wall)).toFixed(0);
    const more = index === 0 ? ['', ''] : [added(index, ({ wall: ms }) => ms), added(index, ({ cpu }) => cpu)];
    console.log(`| ${title} | ${wall} | ${more.join(' | ')} |`);
  });
}

ensureOtherInstrumentations((line) => console.error(line));
await ensureBuilt(['instrumentation'], (line) => console.error(line));
try {
  main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
