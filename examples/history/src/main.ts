/**
 * Loads the example history into a new ledger: `node src/main.ts`. README.md lists the environment. Prints one line at its
 * end. Exit code 0 if the history is loaded or not to be loaded, otherwise 1.
 */
import { setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { decide, type Decision } from './ledger-state.ts';
import { loadHistory } from './load.ts';
import { endImport, MetricHistory } from './metrics/metric-history.ts';

const LEDGER_WAIT_MS = 120_000;
/** Niceness of this program. */
const BACKGROUND = 10;

function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    console.error(`example history: ${name} is not set; examples/history/README.md lists what this program needs`);
    process.exit(1);
  }
  return value;
}

/** Waits for a ledger that is still being started. */
async function decideWhenReady(): Promise<Decision> {
  const account = { url: required('TOKENTRAIL_LEDGER_URL'), password: required('TOKENTRAIL_LEDGER_READER_PASSWORD') };
  for (const deadline = Date.now() + LEDGER_WAIT_MS; ; await sleep(1000)) {
    try {
      return await decide(account, Date.now());
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

async function main(): Promise<void> {
  // The observed programs and the page go first.
  setPriority(BACKGROUND);
  const metricsFolder = process.env['HISTORY_METRICS_DIR'];
  const isOff = process.env['TOKENTRAIL_EXAMPLE_HISTORY'] === '0';
  const decision = isOff ? { skip: 'TOKENTRAIL_EXAMPLE_HISTORY is 0' } : await decideWhenReady();
  if ('skip' in decision) {
    console.log(`example history: not loaded, ${decision.skip}`);
    if (metricsFolder) await endImport(metricsFolder);
    return;
  }
  await load(decision.until, metricsFolder);
}

async function load(until: number, metricsFolder: string | undefined): Promise<void> {
  const started = Date.now();
  const metrics = new MetricHistory();
  await loadHistory({
    otlpUrl: required('TOKENTRAIL_OTLP_ENDPOINT'),
    otlpToken: required('TOKENTRAIL_OTLP_TOKEN'),
    pricesFile: required('TOKENTRAIL_PRICES'),
    until,
    ...(metricsFolder ? { onRecord: (made) => metrics.add(made) } : {}),
    whenSent: async (count) => {
      const seconds = Math.round((Date.now() - started) / 1000);
      console.log(`example history: ${count} records of 30 days loaded in ${seconds} s`);
      if (metricsFolder) await metrics.write(metricsFolder, until);
    },
    report: (line) => console.error(`example history: ${line}`),
  });
}

try {
  await main();
} catch (error) {
  console.error(`example history: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
