/**
 * Sends the canary's request repeatedly from its own thread, and in parallel one to a control: a server on another
 * thread that is not attacked and works for a few milliseconds. The control measures the slowness of the machine; only
 * the subject's additional time counts.
 */
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import type { Canary } from './target.ts';

/** Time between two requests, ms. */
const EVERY_MS = 50;
const CONTROL_EVERY_MS = 100;
const CONTROL_WORK_MS = 5;
/** Maximum wait for one response, ms. */
const GIVE_UP_MS = 10_000;

export interface CanaryReport {
  /** Id of a `settle`; undefined for the regular requests. */
  id?: number;
  /** Time of the subject beyond the machine's own slowness, ms. */
  beyondMs: number;
  /** Why there was no valid response; undefined if there was one. */
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
  /** Wall-clock time divided by CPU time of its work: how many processes share the machine. */
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

  /** The part of the `timed` duration that the machine's slowness does not explain, ms. */
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

/** Runs on another thread, so that it shares only the machine with the canary client. */
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
