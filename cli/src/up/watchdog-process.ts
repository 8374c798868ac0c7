/**
 * The watchdog: ends the parts of `npm start` if that program ends without stopping them, for example by SIGKILL or a crash.
 * It reads one line of JSON on stdin for each started process, and acts when stdin closes. The system closes stdin when the
 * parent ends, however it ends.
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTimeOf } from './start-time.ts';
import type { WatchedProcess } from './watchdog.ts';

/** Time between SIGTERM and SIGKILL. */
const GRACE_MS = 8_000;
const POLL_MS = 100;

interface Watched extends WatchedProcess {
  startTime: string;
}

const watched = new Map<number, Watched>();

for await (const line of createInterface({ input: process.stdin })) {
  const entry = JSON.parse(line) as WatchedProcess;
  const startTime = startTimeOf(entry.pid);
  if (startTime !== null) {
    watched.set(entry.pid, { ...entry, startTime });
  }
}
await endAll();

/** Watched processes that still run, the last started first. Ignores pids that now belong to another process. */
function running(): Watched[] {
  return [...watched.values()].reverse().filter(({ pid, startTime }) => startTimeOf(pid) === startTime);
}

async function endAll(): Promise<void> {
  const left = running();
  if (left.length === 0) {
    return;
  }
  process.stderr.on('error', () => undefined);
  process.stderr.write(
    `tokentrail: npm start has ended unexpectedly; stopping ${left.map(({ name }) => name).join(', ')}\n`,
  );
  left.filter(({ endsWithParent }) => !endsWithParent).forEach(({ pid }) => kill(pid, 'SIGTERM'));
  const deadline = Date.now() + GRACE_MS;
  while (running().length > 0 && Date.now() < deadline) {
    await sleep(POLL_MS);
  }
  running().forEach(({ pid }) => kill(pid, 'SIGKILL'));
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // The process ended in the meantime.
  }
}
