/**
 * The engine's process. It runs the statements that the front sends; nothing else can reach it. It may be killed at any
 * time: acknowledged inserts are on disk, and the front starts another process on the same folder.
 */
import { accountsOf, isReader, type Account } from '@tokentrail/clickhouse';
import { asClickHouseError, refusal } from './clickhouse-error.ts';
import { Engine } from './engine.ts';
import { runAsReader } from './reader.ts';
import type { Statement, StatementResult } from './statement.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';
import { runAsWriter } from './writer.ts';

let engine: Engine | null = null;
let accounts: readonly Account[] = [];
const running = new Map<number, AbortController>();

function reply(message: WorkerReply): void {
  process.send?.(message, undefined, undefined, () => undefined);
}

async function open(request: Extract<WorkerRequest, { kind: 'open' }>): Promise<void> {
  try {
    const { dataDir, role, hideMargin, first } = request;
    accounts = accountsOf(hideMargin);
    engine = await Engine.open({ dataDir, role, accounts }, first);
    reply({ kind: 'opened' });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? ` (${error.cause.message})` : '';
    reply({ kind: 'not opened', error: `${error instanceof Error ? error.message : String(error)}${cause}` });
  }
}

async function run(id: number, statement: Statement): Promise<void> {
  const cancel = new AbortController();
  running.set(id, cancel);
  try {
    const { format, body } = await execute(statement, cancel.signal);
    reply({ kind: 'result', id, format, body });
  } catch (error) {
    const { code, message } = cancel.signal.aborted ? refusal(394, 'Query was cancelled') : asClickHouseError(error);
    reply({ kind: 'error', id, code, message });
  } finally {
    running.delete(id);
  }
}

async function execute(statement: Statement, signal: AbortSignal): Promise<StatementResult> {
  const account = accounts.find(({ name }) => name === statement.account);
  if (engine === null || account === undefined) {
    throw new Error('The engine is not open.');
  }
  return isReader(account) ? runAsReader(engine, account, statement, signal) : runAsWriter(engine, account, statement);
}

process.on('message', (request: WorkerRequest) => {
  switch (request.kind) {
    case 'open':
      void open(request);
      break;
    case 'run':
      void run(request.id, request.statement);
      break;
    case 'cancel':
      running.get(request.id)?.abort();
      break;
    case 'end':
      engine?.close();
      process.exit(0);
  }
});

// The front has ended. A running query would keep this process alive, so it kills itself.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
// A terminal's Ctrl-C reaches the whole process group; the front ends this process.
process.on('SIGINT', () => undefined);
