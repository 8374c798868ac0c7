import { AsyncLocalStorage } from 'node:async_hooks';
import type { AsyncContext } from '../../../instrumentation/src/record/usage-context.ts';
import { hearEnds, hearStarts } from '../../../instrumentation/src/sdks/ai/listen.ts';
import { Listener } from '../../../instrumentation/src/sdks/ai/listener.ts';
import { OPERATIONS, testFaults } from '../faults.ts';
import type { Sdk } from './behaviour.ts';
import { BEHAVIOURS } from './behaviours/index.ts';
import { startOddProviders } from './odd-provider.ts';
import { outcomeOf } from './stage.ts';

const loader = new URL('../../app-ai/load-openai.mjs', import.meta.url);
const { sdk } = (await import(loader.href)) as { sdk: Sdk };
Object.assign(globalThis, { AI_SDK_LOG_WARNINGS: false });

testFaults({
  title: 'ai',
  operations: [...OPERATIONS.filter((operation) => operation !== 'ended'), 'describe'],
  uses: [
    'generateText',
    'the SDK retries: 429, then a server error, then a response',
    'a refused key',
    'the caller aborts before the response',
    'the body is not JSON',
    'structured output does not match the schema: the call succeeded',
    'generateObject with a refused key',
    'streamObject',
    'a tool: two steps, two records',
    'streamText, read by fullStream',
    'streamText fails before the first chunk',
    'the caller aborts in the middle of a stream',
    'the connection breaks in the middle of a stream',
    'a stream contains an error',
    'embed after 429 and 500',
    'outputs of a stream excluded from telemetry',
    'a stream with its own integrations',
    '@ai-sdk/otel creates the same spans',
  ],
  startProvider: startOddProviders,
  outcomeOf: (name, providers, run) => {
    const behaviour = BEHAVIOURS.find((one) => one.name === name);
    if (behaviour === undefined) throw new Error(`there is no behaviour '${name}'`);
    return outcomeOf(behaviour, sdk, providers, run);
  },
  patch: (startCall) => {
    const asyncContexts = new AsyncLocalStorage<AsyncContext>();
    const listener = new Listener(startCall, () => asyncContexts);
    hearEnds(listener);
    hearStarts(listener, asyncContexts);
  },
});
