import { writeSync } from 'node:fs';
import { flush, startRecording } from '../src/runtime/start.ts';
import { startCall } from '../src/api/start-call.ts';

/** Instructions of a test, as JSON in the first argument of the program. */
export interface Recording {
  /** Calls are named `<prefix>0`, `<prefix>1`, …. The name is also their request id. */
  prefix: string;
  calls: number;
  perSecond: number;
  /** Size of the prompt that each call carries as content. */
  promptBytes?: number;
  /** End of the program: by itself, `process.exit()`, the same after `flush()`, an uncaught error, or never. */
  end: 'return' | 'exit' | 'flush' | 'throw' | 'stay';
}

/** Limits bursts on a machine that is too busy for the rate, so that the event loop gets its turns. */
const MAX_BURST = 500;

/** Prints one line for each ended call: its name and its end time (unix ms). */
async function main(): Promise<void> {
  const recording = JSON.parse(process.argv[2] ?? '') as Recording;
  startRecording();
  const startedAt = performance.now();
  const prompt = 'x'.repeat(recording.promptBytes ?? 0);
  for (let made = 0; made < recording.calls;) {
    const planned = Math.ceil(((performance.now() - startedAt) / 1000) * recording.perSecond);
    const due = Math.min(recording.calls, planned, made + MAX_BURST);
    let lines = '';
    for (; made < due; made++) lines += call(`${recording.prefix}${made}`, prompt);
    if (lines !== '') writeSync(1, lines);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  writeSync(1, 'done\n');
  if (recording.end === 'flush') await flush();
  if (recording.end === 'exit' || recording.end === 'flush') process.exit(0);
  if (recording.end === 'throw') throw new Error('uncaught');
  if (recording.end === 'stay') setInterval(() => undefined, 1000);
}

function call(name: string, prompt: string): string {
  const record = startCall({
    operation: 'chat',
    provider: 'openai',
    apiFormat: 'openai.chat',
    requestModel: 'gpt-4o',
    serverAddress: 'api.openai.com',
    path: '/v1/chat/completions',
    key: { value: 'sk-proj-abcdefghijklmnopqrst' },
  });
  const attempt = record.attempt();
  attempt.responded({ statusCode: 200, requestId: name });
  if (prompt !== '') record.content('inputMessages', prompt);
  record.end({
    state: 'success',
    usage: { inputTokens: 10, outputTokens: 5 },
    responseModel: 'gpt-4o-2024-08-06',
    finishReasons: ['stop'],
  });
  return `${name} ${Date.now()}\n`;
}

void main();
