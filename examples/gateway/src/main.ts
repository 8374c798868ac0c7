/**
 * The example gateway as a program. Start it with the instrumentation in front:
 * `node --import @tokentrail/instrumentation/register src/main.ts`.
 *
 * Environment: GATEWAY_PORT (8080), and the providers' base URLs AZURE_URL, OPENAI_URL, ANTHROPIC_URL, SEARCH_URL. Without
 * those it starts replayed providers of its own, so that the example runs with no account anywhere.
 */
import { startReplayedProvider, type ReplayedProvider } from '@tokentrail/example-providers';
import { exampleConfig, type ProviderUrls } from './config.ts';
import { createGateway } from './gateway.ts';
import { usualTroubles } from './usual-troubles.ts';

const NAMES = ['azure', 'openai', 'anthropic', 'search'] as const;

const replayed: ReplayedProvider[] = [];
const urls = {} as ProviderUrls;
for (const name of NAMES) {
  const given = process.env[`${name.toUpperCase()}_URL`];
  if (given === undefined) {
    const provider = await startReplayedProvider({ chunkDelayMs: 15, chooseScenario: usualTroubles(name) });
    replayed.push(provider);
    urls[name] = provider.url;
  } else {
    urls[name] = given;
  }
}

const gateway = createGateway(exampleConfig(urls));
const address = await gateway.listen({
  host: process.env.GATEWAY_HOST ?? '127.0.0.1',
  port: Number(process.env.GATEWAY_PORT ?? 8080),
});
console.log(`gateway listening on ${address}`);

process.once('SIGTERM', () => {
  void gateway.close().then(() => Promise.all(replayed.map((provider) => provider.stop())));
});
