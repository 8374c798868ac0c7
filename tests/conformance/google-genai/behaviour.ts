import type { CallableTool, FunctionCall, GoogleGenAI, Modality } from '@google/genai';
import type { BehaviourOn } from '../outcome.ts';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, succeeds, sentAttempts } from '../expectations.ts';

export interface Sdk {
  GoogleGenAI: typeof GoogleGenAI;
  Modality: typeof Modality;
}

/** The context in which a behaviour runs. */
export interface Stage extends Sdk {
  /** A client whose provider behaves as `situation`. `httpOptions` are merged with those that select it. */
  client(situation: string, options?: Options): GoogleGenAI;
  /** Whether the provider saw the last client disconnect before the response was complete. */
  hungUp(): Promise<boolean>;
  /** Number of requests that the provider received from the last client. */
  asked(): Promise<number>;
  collected(): Promise<void>;
}

export type Options = ConstructorParameters<typeof GoogleGenAI>[0];

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** Checks the records of the run; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

export const MODEL = 'gemini-2.5-flash';
export const ASK = { model: MODEL, contents: 'Say hello' };

/** Retry options with this many attempts and short delays. */
export const retrying = (attempts: number) => ({
  httpOptions: { retryOptions: { attempts, initialDelay: 0.001, maxDelay: 0.002, jitter: 0 } },
});

/** 57 tokens not cached, 800 cached; 15 output tokens and 5 thought tokens. */
export const USAGE = { inputTokens: 857, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 };

/** USAGE multiplied by `times`. */
export function usageTimes(times: number): Record<string, number> {
  return Object.fromEntries(Object.entries(USAGE).map(([key, tokens]) => [key, tokens * times]));
}

/** A tool that the SDK calls automatically. */
export function clock(callTool: (calls: FunctionCall[]) => unknown = () => undefined): CallableTool {
  return {
    tool: () => Promise.resolve({ functionDeclarations: [{ name: 'time' }] }),
    callTool: async (calls) => {
      await callTool(calls);
      return calls.map(() => ({ functionResponse: { name: 'time', response: { now: 1 } } }));
    },
  };
}

/** The values that the app reads from a stream before an error, and the error. */
export async function readToError(stream: AsyncIterable<unknown>): Promise<unknown> {
  const seen: unknown[] = [];
  try {
    for await (const chunk of stream) seen.push(chunk);
  } catch (error) {
    const { constructor, message } = error as Error;
    return { seen, error: [constructor.name, message] };
  }
  return { seen };
}
