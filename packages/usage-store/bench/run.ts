/** Measures the reads of the ledger at 5 million records: README.md describes how. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedClickHouse } from '@tokentrail/embedded-clickhouse';
import { httpTransport } from '../src/clickhouse/transport.ts';
import { casesOf, type Case } from './cases.ts';
import type { Generated } from './generated-records.ts';

const DAYS = 90;
const ROUNDS = Number(process.env['ROUNDS'] ?? 15);
const PASSWORD = 'bench';

const kept = process.env['DATA'];
const dataDir = kept ?? mkdtempSync(join(tmpdir(), 'tokentrail-bench-'));
// The records end now, or on the day on which the kept folder was created.
const toMs = Number(process.env['END'] ?? Date.now());
const generated: Generated = {
  records: Number(process.env['RECORDS'] ?? 5_000_000),
  fromMs: toMs - DAYS * 86_400_000,
  toMs,
};

async function timed(run: () => Promise<unknown>): Promise<{ ms: number; result: unknown }> {
  const start = performance.now();
  const result = await run();
  return { ms: performance.now() - start, result };
}

interface Measured extends Case {
  ours: number[];
  naives: number[];
  exact: boolean;
}

async function measure(cases: readonly Case[]): Promise<Measured[]> {
  const measured = cases.map((one) => ({ ...one, ours: [], naives: [], exact: true }) as Measured);
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const one of measured) {
      const ours = await timed(one.run);
      const naive = await timed(one.naive);
      one.exact &&= one.agrees(ours.result, naive.result);
      // The first round fills caches.
      if (round > 0) {
        one.ours.push(ours.ms);
        one.naives.push(naive.ms);
      }
    }
  }
  return measured;
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * share)] ?? NaN;
}

function spread(values: readonly number[]): string {
  const [low, median, high] = [0.25, 0.5, 0.75].map((share) => quantile(values, share).toFixed(0));
  return `${median} (${low}–${high})`;
}

function rowOf({ name, goalMs, ours, naives, exact }: Measured): string {
  const ratio = (quantile(ours, 0.5) / quantile(naives, 0.5)).toFixed(2);
  return `| ${[name, `≤ ${goalMs}`, spread(ours), spread(naives), ratio, exact ? 'yes' : 'NO'].join(' | ')} |`;
}

if (!existsSync(join(dataDir, 'engine'))) {
  const arguments_ = [join(import.meta.dirname, 'generate.ts'), dataDir, JSON.stringify(generated)];
  console.log(
    execFileSync(process.execPath, arguments_, { stdio: ['ignore', 'pipe', 'inherit'] })
      .toString()
      .trim(),
  );
  console.log(`END=${toMs}`);
}
const load = [loadavg()[0]];
const engine = await startEmbeddedClickHouse({
  dataDir,
  port: 0,
  role: 'ledger',
  passwords: { tokentrail_ledger_reader: PASSWORD, tokentrail_attempts_reader: PASSWORD },
});
const reader = httpTransport({ url: engine.url, user: 'tokentrail_ledger_reader', password: PASSWORD });
const attempts = httpTransport({ url: engine.url, user: 'tokentrail_attempts_reader', password: PASSWORD });
// CASES: only the cases whose name contains this text.
const cases = casesOf(reader, attempts, generated).filter(({ name }) => name.includes(process.env['CASES'] ?? ''));
const measured = await measure(cases);
load.push(loadavg()[0]);
await engine.stop();
if (kept === undefined) {
  rmSync(dataDir, { recursive: true, force: true });
}
console.log(
  `${cpus().length} × ${cpus()[0]?.model}, load ${load.map((one) => one?.toFixed(1)).join(' → ')}, Node ${process.versions.node}`,
);
console.log('| read | goal, ms | ms | naive FINAL, ms | ratio | exact |\n|---|---|---|---|---|---|');
console.log(measured.map(rowOf).join('\n'));
