/**
 * Measures the cost of recording and of the alternatives: `npm run bench -w instrumentation`. Prints a Markdown table. Only
 * ratios within one run can be compared, not figures of different runs and machines.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuilt } from '../../scripts/build.ts';
import { ensureOtherInstrumentations } from '../../scripts/other-instrumentations.ts';
import type { Figures } from './child.ts';
import { report, type Blocks, type Measured } from './report.ts';
import { SCENARIOS, type ScenarioName } from './scenarios.ts';
import { preloadOf, SUBJECTS, type SubjectName } from './subjects.ts';

/** Names of subjects to measure in addition to the bare SDK; all if none is given. */
const ASKED = process.argv.slice(2);
const ROUNDS = Number(process.env.ROUNDS ?? 25);
/** Blocks of the scenario's own calls, after those that each process makes first (`child.ts`). */
const WARM_UP_BLOCKS = 25;
const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const RECEIVER = fileURLToPath(new URL('receiver.ts', import.meta.url));
/** With a young generation that holds a whole block nothing is collected, so all allocations are measured. */
const NOTHING_COLLECTED = ['--expose-gc', '--min-semi-space-size=256', '--max-semi-space-size=256'];

const scratch = mkdtempSync(join(tmpdir(), 'tokentrail-bench-'));

/** Sends `message`, if any, and resolves with the next message of `child`. */
async function responseOf<T>(child: ChildProcess, message?: object | number): Promise<T> {
  const response = new Promise<T>((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`));
    child.once('exit', ended).once('message', (reported: T) => {
      child.off('exit', ended);
      resolve(reported);
    });
  });
  if (message !== undefined) child.send(message);
  return response;
}

function start(subject: SubjectName, scenario: ScenarioName, otlp: string, flags: readonly string[]): ChildProcess {
  return fork(CHILD, [subject, scenario, otlp], {
    execArgv: [...flags, ...preloadOf(subject)],
    env: {
      PATH: process.env.PATH,
      BEFORE: process.env.BEFORE,
      TOKENTRAIL_OTLP_ENDPOINT: otlp,
      TOKENTRAIL_CAPTURE: SCENARIOS[scenario].content ? 'full' : 'basic',
      TOKENTRAIL_SPOOL_DIR: scratch,
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'advanced',
  });
}

/** The subjects take turns, block by block, and each round begins with another one, so disturbances affect all alike. */
async function measure(scenario: ScenarioName, otlp: string, flags: readonly string[], rounds: number) {
  const subjects = SUBJECTS.filter((name) => name === 'bare' || ASKED.length === 0 || ASKED.includes(name)).filter(
    (name) => name !== 'before' || process.env.BEFORE !== undefined,
  );
  const children = subjects.map((subject) => start(subject, scenario, `${otlp}/${subject}`, flags));
  await Promise.all(children.map((child) => responseOf(child)));
  const { calls } = SCENARIOS[scenario];
  const blocks: Blocks = new Map(subjects.map((subject) => [subject, []]));
  for (let round = -WARM_UP_BLOCKS; round < rounds; round++) {
    for (let turn = 0; turn < subjects.length; turn++) {
      const index = (turn + Math.max(0, round)) % subjects.length;
      const figures = await responseOf<Figures>(children[index]!, calls);
      if (round >= 0) blocks.get(subjects[index]!)!.push(figures);
    }
  }
  children.forEach((child) => child.disconnect());
  return blocks;
}

async function main(): Promise<void> {
  ensureOtherInstrumentations((line) => console.error(line));
  await ensureBuilt(['instrumentation'], (line) => console.error(line));
  const load = loadavg()[0]!;
  const receiver = fork(RECEIVER, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const { port } = await responseOf<{ port: number }>(receiver);
  const otlp = `http://127.0.0.1:${port}`;
  const measured: Measured = { load: [load], cpu: new Map(), heap: new Map(), bytes: {} };
  for (const scenario of Object.keys(SCENARIOS) as ScenarioName[]) {
    console.error(`${SCENARIOS[scenario].title} …`);
    measured.cpu.set(scenario, await measure(scenario, otlp, [], ROUNDS));
    measured.load.push(loadavg()[0]!);
  }
  console.error('heap of a stream …');
  measured.heap = await measure('stream', otlp, NOTHING_COLLECTED, 5);
  ({ bytes: measured.bytes } = await responseOf<{ bytes: Record<string, number> }>(receiver, {}));
  receiver.disconnect();
  console.log(report(measured));
}

try {
  await main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
