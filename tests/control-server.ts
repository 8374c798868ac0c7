/** The thread of `control.ts`: a server that works for a few milliseconds per request and responds with the slowdown. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort } from 'node:worker_threads';

const WORK_MS = 5;

/** Wall-clock time divided by CPU time of some work: how many processes share a core. */
function slowdown(): number {
  const startedAt = performance.now();
  const before = process.threadCpuUsage();
  let cpuMs = 0;
  while (cpuMs < WORK_MS) {
    const { user, system } = process.threadCpuUsage(before);
    cpuMs = (user + system) / 1000;
  }
  return (performance.now() - startedAt) / cpuMs;
}

const server = createServer((_request, response) => response.end(String(slowdown())));
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
parentPort?.postMessage(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
