/**
 * Measures the collector's processor time per record with and without each processor: README.md. Prints a Markdown table.
 * Arguments: names of subjects; default: all. Environment: ROUNDS, RECORDS (per block), OTHER (a folder with the files of
 * another version, which becomes a subject).
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  collectorBinary,
  showBuildProgress,
  startCollector,
  type RunningCollector,
} from '@tokentrail/collector-config';
import { startStandIn } from '../../tests/collector/recording-store.ts';
import { rowsOf } from './rows.ts';
import { RECORDS_PER_REQUEST, requestOf } from './records.ts';
import { report } from './report.ts';
import { subjectsIn, type Subject } from './subjects.ts';

const ROUNDS = Number(process.env['ROUNDS'] ?? 5);
const RECORDS = Number(process.env['RECORDS'] ?? 4000);
/** Linux counts processor time in hundredths of a second (USER_HZ). */
const TICK_US = 10_000;
const DRAINED_TIMEOUT_MS = 120_000;

const SCENARIOS = [
  { title: '35 attributes', bodyBytes: 0, records: RECORDS },
  { title: 'with a body of 50 kB', bodyBytes: 50_000, records: RECORDS / 10 },
];

interface Running {
  subject: Subject;
  collector: RunningCollector;
  rows: { ledger: number; traces: number };
  stop(): Promise<void>;
}

async function start(subject: Subject, folder: string): Promise<Running> {
  const rows = { ledger: 0, traces: 0 };
  const [ledger, traces] = [
    await startStandIn((_, body) => (rows.ledger += rowsOf(body))),
    await startStandIn((_, body) => (rows.traces += rowsOf(body))),
  ];
  const dataDir = join(folder, subject.name);
  const collector = await startCollector({
    binary: await collectorBinary({ onProgress: showBuildProgress(process.stderr) }),
    dataDir,
    configFiles: [subject.configFile],
    env: {
      TOKENTRAIL_LEDGER_ENDPOINT: ledger.url,
      TOKENTRAIL_LEDGER_USER: 'u',
      TOKENTRAIL_LEDGER_PASSWORD: 'p',
      TOKENTRAIL_TRACES_ENDPOINT: traces.url,
      TOKENTRAIL_TRACES_USER: 'u',
      TOKENTRAIL_TRACES_PASSWORD: 'p',
    },
  });
  const stop = async () => {
    await collector.stop();
    await Promise.all([ledger.close(), traces.close()]);
  };
  return { subject, collector, rows, stop };
}

/** Processor time of a process so far, µs. */
function cpuUs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}

/** Sends `records` and waits until the stores have them. Returns the processor time per record, µs. */
async function block({ subject, collector, rows }: Running, records: number, bodyBytes: number): Promise<number> {
  const body = requestOf(Math.min(records, RECORDS_PER_REQUEST), bodyBytes);
  const before = { ...rows };
  const cpu = cpuUs(collector.pid);
  const requests = Math.ceil(records / RECORDS_PER_REQUEST);
  for (let sent = 0; sent < requests; sent += 1) {
    const response = await fetch(`${collector.otlpUrl}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body,
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${subject.title}: the collector responded with ${response.status}`);
  }
  const sentRecords = requests * Math.min(records, RECORDS_PER_REQUEST);
  const deadline = Date.now() + DRAINED_TIMEOUT_MS;
  const arrived = () => subject.stores.every((store) => rows[store] - before[store] >= sentRecords);
  while (!arrived()) {
    if (Date.now() > deadline) throw new Error(`${subject.title}: the stores did not receive all records`);
    await sleep(20);
  }
  return (cpuUs(collector.pid) - cpu) / sentRecords;
}

async function main(names: readonly string[]): Promise<void> {
  // Each collector adds a listener.
  process.setMaxListeners(0);
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-bench-'));
  const subjects = subjectsIn(folder, process.env['OTHER']);
  const chosen = names.length === 0 ? subjects : subjects.filter(({ name }) => names.includes(name));
  const running: Running[] = [];
  try {
    for (const subject of chosen) running.push(await start(subject, folder));
    const figures = new Map<string, number[][]>();
    for (const { title, bodyBytes, records } of SCENARIOS) {
      for (const one of running) await block(one, records, bodyBytes);
      const rounds: number[][] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const row: number[] = [];
        for (const one of running) row.push(await block(one, records, bodyBytes));
        rounds.push(row);
        console.error(`${title}, round ${round + 1}: ${row.map((value) => value.toFixed(0)).join(' ')}`);
      }
      figures.set(title, rounds);
    }
    console.log(report(chosen, figures));
  } finally {
    await Promise.all(running.map((one) => one.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
