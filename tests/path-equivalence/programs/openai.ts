// Calls with the openai SDK of the loader given on the command line.
import type OpenAI from 'openai';
import { callersOf } from './openai-callers.ts';
import { runCalls } from './run-calls.ts';

await runCalls(async () => {
  const { sdk } = (await import(process.argv[2] ?? '')) as { sdk: { OpenAI: typeof OpenAI } };
  return callersOf(sdk.OpenAI);
});
