import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ACCOUNTS, isReader, type StoreRole } from '@tokentrail/clickhouse';
import { ClickHouseError, refusal } from './clickhouse-error.ts';
import type { Statement, StatementResult } from './statement.ts';
import type { WorkerReply, WorkerRequest } from './worker-messages.ts';

/** Maximum starts of a statement. It starts again if its process crashed or was killed because of another statement. */
const MAX_STARTS = 2;
const MAX_OPENINGS = 5;
const OPEN_AGAIN_MS = 300;
/** Maximum time for an orderly end, ms. */
const CLOSE_MS = 2_000;

export interface EngineProcessOptions {
  dataDir: string;
  role: StoreRole;
  hideMargin: boolean;
  /** Maximum run time of a reader's and of a writer's statement, ms. Then the process is killed. */
  readerDeadlineMs: number;
  writerDeadlineMs: number;
}

interface Job {
  id: number;
  statement: Statement;
  starts: number;
  cancelled: boolean;
  deadline: NodeJS.Timeout | undefined;
  resolve: (result: StatementResult) => void;
  reject: (error: ClickHouseError) => void;
}

/**
 * The engine in a replaceable process. The engine's own time limit and KILL have no effect within one call of a
 * function, so a statement that exceeds its deadline costs the process, and a new one opens the same folder. The other
 * statements wait for it and start again there.
 */
export class EngineProcess {
  /** Resolves with the reason when the engine can no longer be opened. */
  readonly failed: Promise<string>;
  readonly #options: EngineProcessOptions;
  readonly #jobs = new Map<number, Job>();
  #worker: ChildProcess | null = null;
  #lastId = 0;
  #closing = false;
  #reportFailure: (why: string) => void = () => undefined;

  private constructor(options: EngineProcessOptions) {
    this.#options = options;
    this.failed = new Promise((resolve) => {
      this.#reportFailure = resolve;
    });
  }

  /** Opens the folder and applies the schema. Rejects with a readable message. */
  static async open(options: EngineProcessOptions): Promise<EngineProcess> {
    const engine = new EngineProcess(options);
    await engine.#start(true);
    return engine;
  }

  get pid(): number {
    return this.#worker?.pid ?? 0;
  }

  /**
   * Runs a statement. Rejects with `ClickHouseError`. After an abort it settles as soon as the engine has ended the
   * statement, so that its lane is not given to another statement before.
   */
  run(statement: Statement, signal: AbortSignal): Promise<StatementResult> {
    if (signal.aborted) {
      return Promise.reject(refusal(394, 'Query was cancelled'));
    }
    this.#lastId += 1;
    const id = this.#lastId;
    const cancel = (): void => this.#cancel(id);
    signal.addEventListener('abort', cancel, { once: true });
    const settled = new Promise<StatementResult>((resolve, reject) => {
      const job: Job = { id, statement, starts: 0, cancelled: false, deadline: undefined, resolve, reject };
      this.#jobs.set(id, job);
      if (this.#worker !== null) {
        this.#send(job, this.#worker);
      }
    });
    return settled.finally(() => signal.removeEventListener('abort', cancel));
  }

  /** Ends the process; statements still running are lost. Idempotent. */
  async close(): Promise<void> {
    this.#closing = true;
    const worker = this.#worker;
    if (worker === null || worker.exitCode !== null || worker.signalCode !== null) {
      return;
    }
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    post(worker, { kind: 'end' });
    const late = setTimeout(() => worker.kill('SIGKILL'), CLOSE_MS);
    await exited;
    clearTimeout(late);
  }

  #send(job: Job, worker: ChildProcess): void {
    job.starts += 1;
    const account = ACCOUNTS.find(({ name }) => name === job.statement.account);
    const { readerDeadlineMs, writerDeadlineMs } = this.#options;
    const ms = account !== undefined && isReader(account) ? readerDeadlineMs : writerDeadlineMs;
    job.deadline = setTimeout(() => this.#overrun(job), ms);
    post(worker, { kind: 'run', id: job.id, statement: job.statement });
  }

  #cancel(id: number): void {
    const job = this.#jobs.get(id);
    if (job === undefined) {
      return;
    }
    job.cancelled = true;
    if (this.#worker === null) {
      this.#drop(job, refusal(394, 'Query was cancelled'));
    } else {
      post(this.#worker, { kind: 'cancel', id });
    }
  }

  #overrun(job: Job): void {
    this.#drop(job, refusal(159, 'Timeout exceeded: the query did not end at its limit, so its process was ended'));
    this.#worker?.kill('SIGKILL');
  }

  #drop(job: Job, error: ClickHouseError): void {
    clearTimeout(job.deadline);
    this.#jobs.delete(job.id);
    job.reject(error);
  }

  #receive(message: WorkerReply): void {
    const job = 'id' in message ? this.#jobs.get(message.id) : undefined;
    if (job === undefined) {
      return;
    }
    if (message.kind === 'error') {
      this.#drop(job, new ClickHouseError(message.code, message.message));
    } else if (message.kind === 'result') {
      clearTimeout(job.deadline);
      this.#jobs.delete(job.id);
      job.resolve({ format: message.format, body: message.body });
    }
  }

  /** Starts a process and sends it all waiting statements. */
  async #start(first: boolean): Promise<void> {
    const worker = await openWorker(this.#options, first);
    worker.on('message', (message) => this.#receive(message as WorkerReply));
    worker.once('exit', () => void this.#replace());
    this.#worker = worker;
    if (this.#closing) {
      await this.close();
      return;
    }
    for (const job of this.#jobs.values()) {
      this.#send(job, worker);
    }
  }

  /** Called after the process ended, expectedly or not. */
  async #replace(): Promise<void> {
    this.#worker = null;
    for (const job of [...this.#jobs.values()]) {
      clearTimeout(job.deadline);
      if (job.cancelled) {
        this.#drop(job, refusal(394, 'Query was cancelled'));
      } else if (this.#closing || job.starts >= MAX_STARTS) {
        this.#drop(job, refusal(236, 'The engine was restarted while the statement ran: send it again'));
      }
    }
    for (let opening = 1; !this.#closing; opening += 1) {
      try {
        await this.#start(false);
        return;
      } catch (error) {
        if (opening >= MAX_OPENINGS) {
          this.#reportFailure(error instanceof Error ? error.message : String(error));
          return;
        }
        await sleep(OPEN_AGAIN_MS);
      }
    }
  }
}

function post(worker: ChildProcess, message: WorkerRequest): void {
  // If the process has just ended, its exit event reports that.
  worker.send(message, () => undefined);
}

async function openWorker({ dataDir, role, hideMargin }: EngineProcessOptions, first: boolean): Promise<ChildProcess> {
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), [], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const reply = await new Promise<WorkerReply>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', (code, signal) => reject(new Error(`The engine ended while starting: ${signal ?? code}`)));
    worker.once('message', (message) => resolve(message as WorkerReply));
    post(worker, { kind: 'open', dataDir, role, hideMargin, first });
  });
  if (reply.kind !== 'opened') {
    worker.kill('SIGKILL');
    throw new Error(reply.kind === 'not opened' ? reply.error : 'The engine did not open.');
  }
  worker.removeAllListeners('exit').removeAllListeners('error');
  worker.on('error', () => undefined);
  return worker;
}
