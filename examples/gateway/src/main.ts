/**
 * The example gateway as a program. Load the instrumentation before it:
 * `node --import @tokentrail/instrumentation/register src/main.ts`.
 *
 * Environment: GATEWAY_HOST (127.0.0.1), GATEWAY_PORT (8080), GATEWAY_TIMEOUT_MS (30000) and the providers' base URLs AZURE_URL, OPENAI_URL, ANTHROPIC_URL
 * and SEARCH_URL. For each missing URL it starts a replayed provider, so the example needs no account.
 */
import { startReplayedProvider, type ReplayedProvider } from '@tokentrail/example-providers';
import { exampleConfig, type ProviderUrls } from './config.ts';
import { createGateway } from './gateway.ts';
import { usualTroubles } from './usual-troubles.ts';

const NAMES = ['azure', 'openai', 'anthropic', 'search'] as const;
/** Milliseconds before a response of a replayed provider begins. */
const LATENCY_MS = { azure: 180, openai: 320, anthropic: 450, search: 120 } as const;

const replayed: ReplayedProvider[] = [];
const urls = {} as ProviderUrls;
for (const name of NAMES) {
  const url = process.env[`${name.toUpperCase()}_URL`];
  if (url === undefined) {
    const options = { chunkDelayMs: 30, latencyMs: LATENCY_MS[name], chooseScenario: usualTroubles(name) };
    const provider = await startReplayedProvider(options);
    replayed.push(provider);
    urls[name] = provider.url;
  } else {
    urls[name] = url;
  }
}

const gateway = createGateway(exampleConfig(urls, Number(process.env.GATEWAY_TIMEOUT_MS ?? 30_000)));
const address = await gateway.listen({
  host: process.env.GATEWAY_HOST ?? '127.0.0.1',
  port: Number(process.env.GATEWAY_PORT ?? 8080),
});
console.log(`gateway listening on ${address}`);

process.once('SIGTERM', () => {
  void gateway.close().then(() => Promise.all(replayed.map((provider) => provider.stop())));
});
