/**
 * Asks the canary's question again and again, on a thread of its own, and beside it a control: a server on another thread
 * that is under no attack and works for a few milliseconds. What the control shows is the machine's own slowness; only what
 * the subject takes beyond it counts.
 */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Canary } from './target.ts';

/** Between two questions. */
const EVERY_MS = 50;
const CONTROL_EVERY_MS = 100;
const CONTROL_WORK_MS = 5;
/** Longest wait for one. */
const GIVE_UP_MS = 10_000;

export interface CanaryReport {
  /** Of a `settle`; undefined of the endless round. */
  id?: number;
  /** Of the subject, beyond what the machine itself took at the time, ms. */
  beyondMs: number;
  /** Why there was no good response; undefined when there was. */
  failure?: string;
}

export interface ThreadData {
  canary: Canary;
}

interface Timed {
  startedAt: number;
  endedAt: number;
  failure?: string;
}

function ask({ url, method, headers, body }: Canary): Promise<Timed> {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const done = (failure?: string) =>
      resolve({ startedAt, endedAt: performance.now(), ...(failure === undefined ? {} : { failure }) });
    const asked = httpRequest(url, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => done(response.statusCode === 200 ? undefined : `status ${response.statusCode}`));
      response.on('error', (error) => done(error.message));
    });
    asked.setTimeout(GIVE_UP_MS, () => asked.destroy(new Error(`no response within ${GIVE_UP_MS / 1000} s`)));
    asked.on('error', (error) => done(error.message));
    asked.end(body);
  });
}

interface ControlTimed extends Timed {
  /** Wall-clock time of its work by CPU time: how many share the machine. */
  slowdown: number;
}

class Control {
  readonly #url: string;
  #recent: ControlTimed[] = [];
  #pending: Promise<void>;

  constructor(url: string) {
    this.#url = url;
    this.#pending = this.#measure();
  }

  async run(): Promise<void> {
    for (;;) {
      await this.#pending;
      await sleep(CONTROL_EVERY_MS);
      this.#pending = this.#measure();
    }
  }

  async #measure(): Promise<void> {
    const startedAt = performance.now();
    const response = await fetch(this.#url);
    const slowdown = Number(await response.text());
    this.#recent.push({ startedAt, endedAt: performance.now(), slowdown });
    this.#recent = this.#recent.filter(({ endedAt }) => endedAt > startedAt - 2 * GIVE_UP_MS);
  }

  /** Of the time that `timed` took, what the machine does not explain. */
  async beyond(timed: Timed): Promise<number> {
    await this.#pending;
    const during = this.#recent.filter((one) => one.endedAt >= timed.startedAt - CONTROL_EVERY_MS);
    const slowest = Math.max(0, ...during.map((one) => one.endedAt - one.startedAt));
    const slowdown = Math.max(1, ...during.map((one) => one.slowdown));
    return Math.max(0, (timed.endedAt - timed.startedAt - slowest) / slowdown);
  }
}

async function main({ canary }: ThreadData): Promise<void> {
  const control = new Control(await startControl());
  void control.run();
  const report = async (id?: number): Promise<void> => {
    const timed = await ask(canary);
    const beyondMs = await control.beyond(timed);
    const failure = timed.failure === undefined ? {} : { failure: timed.failure };
    parentPort?.postMessage({ ...(id === undefined ? {} : { id }), beyondMs, ...failure } satisfies CanaryReport);
  };
  parentPort?.on('message', (id: number) => void report(id));
  for (;;) {
    await report();
    await sleep(EVERY_MS);
  }
}

/** On another thread, so that it shares nothing with the one that asks but the machine. */
function startControl(): Promise<string> {
  const thread = new Worker(new URL(import.meta.url), { workerData: null });
  return new Promise((resolve) => thread.once('message', resolve));
}

function slowdown(): number {
  const startedAt = performance.now();
  const before = process.threadCpuUsage();
  let cpuMs = 0;
  while (cpuMs < CONTROL_WORK_MS) {
    const { user, system } = process.threadCpuUsage(before);
    cpuMs = (user + system) / 1000;
  }
  return (performance.now() - startedAt) / cpuMs;
}

async function serveControl(): Promise<void> {
  const server = createServer((_request, response) => response.end(String(slowdown())));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}

if (parentPort !== null) {
  await (workerData === null ? serveControl() : main(workerData as ThreadData));
}
