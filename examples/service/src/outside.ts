/**
 * The world around the service: the LLM provider that it calls, replayed on loopback, and customers who write tickets.
 *
 * Environment: PROVIDER_PORT (8091), SERVICE_URL (http://127.0.0.1:8090) and TICKETS_PER_SECOND (0.2).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { startReplayedProvider } from '@tokentrail/example-providers';

const TICKETS = [
  'My parcel has been in Hamburg for a week.',
  'The invoice of October lists a service that I cancelled.',
  'I cannot sign in since I changed my phone.',
  'Do you ship to Norway, and what does it cost?',
];

let requests = 0;
const provider = await startReplayedProvider({
  port: Number(process.env['PROVIDER_PORT'] ?? 8091),
  chunkDelayMs: 15,
  latencyMs: 250,
  // Every thirtieth call meets a rate limit, which the SDK retries.
  chooseScenario: () => (++requests % 30 === 0 ? 'rate-limit' : 'ok'),
});
console.log(`provider listening on ${provider.url}`);

const service = process.env['SERVICE_URL'] ?? 'http://127.0.0.1:8090';
const pauseMs = 1000 / Number(process.env['TICKETS_PER_SECOND'] ?? 0.2);
for (let turn = 0; ; turn++) {
  // The service may be unreachable for a while.
  void send(turn).catch(() => undefined);
  await sleep(pauseMs);
}

async function send(turn: number): Promise<void> {
  const response = await fetch(`${service}/tickets/${turn % 3 === 0 ? 'reply' : 'summary'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: TICKETS[turn % TICKETS.length] }),
  });
  await response.text();
}
