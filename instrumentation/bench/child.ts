/** One subject in one scenario, in its own process. Each message requests a block of calls; the reply has its figures. */
import { setImmediate as turn } from 'node:timers/promises';
import { inProcessFetch } from './provider.ts';
import { requestOf, SCENARIOS, type Scenario, type ScenarioName } from './scenarios.ts';
import { setUp, type SubjectName } from './subjects.ts';

/** Figures of one block, per call. */
export interface Figures {
  cpuUs: number;
  /** Wall time from the call to its first chunk, the median of the block; NaN if there is none. */
  firstChunkUs: number;
  /** JavaScript heap; NaN if the process cannot collect garbage on demand. */
  heapBytes: number;
}

const [name, scenarioName, otlp = ''] = process.argv.slice(2) as [SubjectName, ScenarioName, string?];
const scenario = SCENARIOS[scenarioName];
const subject = await setUp(name, { otlp, content: scenario.content });
const client = clientOf(scenario);
const request = requestOf(scenario);

/** During the first calls most of the time goes into compiling. A service makes more calls than these in some minutes. */
const WARM_UP_CALLS = 20_000;

function clientOf({ stream }: Scenario) {
  return new subject.OpenAI({
    apiKey: 'sk-proj-0123456789abcdefghijklmnop',
    fetch: inProcessFetch(stream),
    maxRetries: 0,
  });
}

/** Makes plain calls, because those of a scenario would take minutes. Its own blocks follow. */
async function warmUp(): Promise<void> {
  const [plain, plainRequest] = [clientOf(SCENARIOS.chat), requestOf(SCENARIOS.chat)];
  for (let made = 1; made <= WARM_UP_CALLS; made++) {
    await subject.call(plain, plainRequest, () => undefined);
    if (made % 20 === 0) await turn();
    if (made % SCENARIOS.chat.calls === 0) await subject.flush();
  }
}

async function block(calls: number): Promise<Figures> {
  const firstChunks: number[] = [];
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed;
  const cpu = process.cpuUsage();
  for (let made = 0; made < calls; made++) {
    const start = performance.now();
    let waiting = true;
    await subject.call(client, request, () => {
      if (waiting) firstChunks.push(performance.now() - start);
      waiting = false;
    });
    // Timers and sockets run, as between the calls of a service.
    if (made % 20 === 0) await turn();
  }
  const heapBytes = globalThis.gc === undefined ? NaN : (process.memoryUsage().heapUsed - heap) / calls;
  await subject.flush();
  const { user, system } = process.cpuUsage(cpu);
  firstChunks.sort((a, b) => a - b);
  const firstChunkUs = (firstChunks[firstChunks.length >> 1] ?? NaN) * 1000;
  return { cpuUs: (user + system) / calls, firstChunkUs, heapBytes };
}

await warmUp();
process.on('message', (calls: number) => void block(calls).then((figures) => process.send?.(figures)));
process.on('disconnect', () => process.exit());
process.send?.('ready');
