import { existsSync, readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import type { CanaryReport, ThreadData } from './canary-client.ts';
import type { Subject } from './target.ts';

/** Maximum wait of another client, ms, regardless of the others.  */
const BLOCKED_MS = 1000;

/** Watches one subject: its process lives, its memory is bounded, and others get prompt responses. */
export class Watch {
  readonly #subject: Pick<Subject<never>, 'pid' | 'memoryMiB' | 'canary'>;
  readonly #thread: Worker;
  readonly #waiting = new Map<number, (report: CanaryReport) => void>();
  #problem: string | undefined;
  #onProblem: (error: Error) => void = () => undefined;
  /** Rejects as soon as a problem is found. */
  readonly broken: Promise<never>;
  #settled = 0;
  slowestMs = 0;
  peakMiB = 0;
  questions = 0;

  constructor(subject: Pick<Subject<never>, 'pid' | 'memoryMiB' | 'canary'>) {
    this.#subject = subject;
    this.broken = new Promise((_resolve, reject) => (this.#onProblem = reject));
    this.broken.catch(() => undefined);
    const workerData: ThreadData = { canary: subject.canary };
    this.#thread = new Worker(new URL('./canary-client.ts', import.meta.url), { workerData });
    this.#thread.on('message', (report: CanaryReport) => this.#take(report));
    this.#thread.on('error', (error) => this.#fail(`the canary's client failed: ${error.message}`));
  }

  #take(report: CanaryReport): void {
    this.questions += 1;
    this.slowestMs = Math.max(this.slowestMs, report.beyondMs);
    if (report.failure !== undefined) {
      this.#fail(`another client got no response: ${report.failure}`);
    } else if (report.beyondMs > BLOCKED_MS) {
      this.#fail(`another client waited ${Math.round(report.beyondMs)} ms`);
    }
    if (report.id !== undefined) this.#waiting.get(report.id)?.(report);
  }

  #fail(problem: string): void {
    this.#problem ??= problem;
    this.#onProblem(new Error(this.#problem));
  }

  /** Rejects with the problem, after another client sent one more request. */
  async settle(): Promise<void> {
    const id = this.#settled++;
    const report = new Promise<CanaryReport>((resolve) => this.#waiting.set(id, resolve));
    this.#thread.postMessage(id);
    await report;
    this.#waiting.delete(id);
    const { pid, memoryMiB } = this.#subject;
    if (!isAlive(pid)) throw new Error('the process ended');
    const resident = residentMiB(pid);
    this.peakMiB = Math.max(this.peakMiB, resident);
    if (resident > memoryMiB) throw new Error(`the process holds more than ${memoryMiB} MiB`);
    if (this.#problem !== undefined) throw new Error(this.#problem);
  }

  async stop(): Promise<void> {
    await this.#thread.terminate();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** 0 if the machine does not report it. */
function residentMiB(pid: number): number {
  const file = `/proc/${pid}/status`;
  const kilobytes = existsSync(file) ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(file, 'utf8'))?.[1] : undefined;
  return kilobytes === undefined ? 0 : Number(kilobytes) / 1024;
}
