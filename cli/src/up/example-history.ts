import { join } from 'node:path';
import { decide, type LedgerAccount } from '../../../examples/history/src/ledger-state.ts';
import { findOnPath } from '../../../scripts/find-on-path.ts';
import { startChild, type ChildOptions } from './child.ts';
import { tailOf } from './log-tail.ts';
import { say } from './say.ts';
import type { Setting } from './setting.ts';

/**
 * Starts to load 30 days of example records into a new ledger, and their metrics into Prometheus, in the background. Does nothing
 * if the ledger has records, or with `TOKENTRAIL_EXAMPLE_HISTORY=0`.
 * @param prometheusUrl null if no Prometheus runs.
 */
export async function startExampleHistory(setting: Setting, prometheusUrl: string | null): Promise<void> {
  const { root, state, ports, passwords, otlpToken } = setting;
  if (process.env['TOKENTRAIL_EXAMPLE_HISTORY'] === '0') {
    return;
  }
  const ledger = { url: `http://127.0.0.1:${ports.ledger}`, password: passwords.tokentrail_ledger_reader };
  if (!(await isWanted(ledger))) {
    return;
  }
  say('loading 30 days of example records in the background (TOKENTRAIL_EXAMPLE_HISTORY=0 skips them) …');
  const folder = join(root, 'examples', 'history');
  const metricsFolder = state.in('prometheus', 'history');
  const hasPromtool = prometheusUrl !== null && findOnPath('promtool') !== null;
  if (prometheusUrl !== null && !hasPromtool) {
    say('no promtool on the PATH: the dashboards have no example metrics; it comes with Prometheus');
  }
  if (hasPromtool) {
    const args = ['import-metrics.sh', metricsFolder, state.in('prometheus', 'data')];
    const logFile = state.log('history-metrics');
    const name = 'import of example metrics';
    await startOnce({ name, command: 'sh', args, env: process.env, cwd: folder, logFile }, setting);
  }
  const env = {
    ...process.env,
    TOKENTRAIL_LEDGER_URL: ledger.url,
    TOKENTRAIL_LEDGER_READER_PASSWORD: ledger.password,
    TOKENTRAIL_OTLP_ENDPOINT: `http://127.0.0.1:${ports.otlp}`,
    TOKENTRAIL_OTLP_TOKEN: otlpToken,
    TOKENTRAIL_PRICES: join(root, 'examples', 'prices.yaml'),
    ...(hasPromtool ? { HISTORY_METRICS_DIR: metricsFolder } : {}),
  };
  const program = { name: 'example history', command: process.execPath, args: ['src/main.ts'] };
  await startOnce({ ...program, env, cwd: folder, logFile: state.log('history') }, setting);
}

/** Whether the ledger is to get the history. False if it cannot be read: the history is no reason to stop everything. */
async function isWanted(ledger: LedgerAccount): Promise<boolean> {
  try {
    return !('skip' in (await decide(ledger, Date.now())));
  } catch (error) {
    say(`no example records: the ledger cannot be read (${error instanceof Error ? error.message : String(error)})`);
    return false;
  }
}

/** Starts a program that ends by itself. It is not restarted; if it fails, one line says so and everything else goes on. */
async function startOnce(options: Omit<ChildOptions, 'spawned'>, { supervisor }: Setting): Promise<void> {
  const { name, logFile } = options;
  await supervisor.start({
    name,
    logFile,
    start: async (spawned) => {
      const { ended, stop } = await startChild({ ...options, spawned });
      void ended.then(async (how) => {
        if (supervisor.isStopping) return;
        const lastLine = (await tailOf(logFile)).trimEnd().split('\n').at(-1) ?? '';
        if (how !== 'exit code 0') say(`${name} ended (${how}), everything else goes on: ${lastLine}`);
        else if (lastLine !== '') say(lastLine);
      });
      return { stop };
    },
  });
}
