/**
 * The process of the HTTP front, which starts the engine's process. It reads its options as one line of JSON on stdin
 * and ends when stdin ends.
 */
import { createInterface } from 'node:readline';
import { READER_SETTINGS, type StoreRole } from '@tokentrail/clickhouse';
import { EngineProcess } from './engine-process.ts';
import { listen } from './http-front.ts';
import type { Passwords } from './http-request.ts';

export interface ChildOptions {
  dataDir: string;
  port: number;
  role: StoreRole;
  passwords: Passwords;
  /** True: `tokentrail_ledger_reader` sees of all amounts only what callers are charged. Default: false. */
  hideMargin?: boolean;
}

/** The first message of the child on stdout, one line of JSON: whether it started. */
export type ChildMessage = { ready: true; port: number } | { ready: false; error: string };

/** Maximum time for running queries to end at shutdown, ms. */
const GRACE_MS = 5_000;
/** Time that a reader's query may run beyond its limit, ms. A query that can be stopped has ended long before. */
const OVERRUN_MS = 4_000;
const WRITER_DEADLINE_MS = 120_000;

function say(message: ChildMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

async function main(): Promise<void> {
  const lines = createInterface({ input: process.stdin });
  const ended = new Promise<void>((resolve) => lines.once('close', resolve));
  const first = await new Promise<string>((resolve) => lines.once('line', resolve));
  const options = JSON.parse(first) as ChildOptions;
  const engine = await EngineProcess.open({
    dataDir: options.dataDir,
    role: options.role,
    hideMargin: options.hideMargin === true,
    readerDeadlineMs: Number(READER_SETTINGS.max_execution_time) * 1_000 + OVERRUN_MS,
    writerDeadlineMs: WRITER_DEADLINE_MS,
  });
  const { server, port } = await listen({ engine, ...options });
  say({ ready: true, port });
  const failure = await Promise.race([ended, engine.failed]);
  if (failure !== undefined) {
    process.stderr.write(`The engine cannot be started again: ${failure}\n`);
    process.exit(1);
  }
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), GRACE_MS).unref();
  await closed;
  await engine.close();
  process.exit(0);
}

// A terminal's Ctrl-C reaches the whole process group. The parent ends this process after those that still write to it.
process.on('SIGINT', () => undefined);
main().catch((error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
  say({ ready: false, error: `${error instanceof Error ? error.message : String(error)}${cause}` });
  process.exitCode = 1;
  setTimeout(() => process.kill(process.pid, 'SIGKILL'), 500);
});
