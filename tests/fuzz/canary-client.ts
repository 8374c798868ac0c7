/**
 * Sends the canary's request repeatedly from its own thread. In parallel a control measures the slowness of the machine;
 * only the subject's additional time counts.
 */
import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { Control, type Timed } from '../control.ts';
import type { Canary } from './target.ts';

/** Time between two requests, ms. */
const EVERY_MS = 50;
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

function ask({ url, method, headers, body }: Canary): Promise<Timed & { failure?: string }> {
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

const { canary } = workerData as ThreadData;
const control = await Control.start();
const report = async (id?: number): Promise<void> => {
  const timed = await ask(canary);
  const beyondMs = await control.beyondMs(timed);
  const failure = timed.failure === undefined ? {} : { failure: timed.failure };
  parentPort?.postMessage({ ...(id === undefined ? {} : { id }), beyondMs, ...failure } satisfies CanaryReport);
};
parentPort?.on('message', (id: number) => void report(id));
for (;;) {
  await report();
  await sleep(EVERY_MS);
}
