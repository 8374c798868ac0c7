// Calls openai 6 under a published instrumentation of it, whose name is the first argument.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import type OpenAI from 'openai';
import { callersOf } from './openai-callers.ts';
import { runCalls } from './run-calls.ts';

/** The instrumentations are installed beside the workspace, with an openai of their own. */
const require = createRequire(new URL('../../other-instrumentations/', import.meta.url));
const load = (module: string) => require(module) as Record<string, new (options?: object) => Instrumentation>;

const LIBRARIES: Readonly<Record<string, () => Instrumentation>> = {
  contrib: () => new (load('@opentelemetry/instrumentation-openai').OpenAIInstrumentation as Constructor)(),
  openllmetry: () =>
    new (load('@traceloop/instrumentation-openai').OpenAIInstrumentation as Constructor)({ enrichTokens: true }),
  openinference: () =>
    new (load('@arizeai/openinference-instrumentation-openai').OpenAIInstrumentation as Constructor)(),
  openlit: () => {
    // Its entry point downloads a price list, and its parts are not exported by name.
    const part = (path: string): unknown =>
      (require(join(dirname(require.resolve('openlit')), path)) as { default: unknown }).default;
    (part('config.js') as { updateConfig(options: object): void }).updateConfig({ pricingJson: {} });
    return new (part('instrumentation/openai/index.js') as Constructor)();
  },
};

type Constructor = new (options?: object) => Instrumentation;

await runCalls(
  // Loaded after the instrumentation, as each library requires.
  () => callersOf((require('openai') as { OpenAI: typeof OpenAI }).OpenAI),
  [LIBRARIES[process.argv[2] ?? '']?.()],
);
