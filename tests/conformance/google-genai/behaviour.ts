import type { CallableTool, FunctionCall, GoogleGenAI, Modality } from '@google/genai';
import type { BehaviourOn } from '../outcome.ts';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, succeeds, sentAttempts } from '../expectations.ts';

export interface Sdk {
  GoogleGenAI: typeof GoogleGenAI;
  Modality: typeof Modality;
}

/** What a behaviour is given to run with. */
export interface Stage extends Sdk {
  /** A client that meets `situation` of the odd provider; `httpOptions` are added to those that lead there. */
  client(situation: string, options?: Options): GoogleGenAI;
  /** Whether the provider saw the caller of the last client hang up before the answer was whole. */
  hungUp(): Promise<boolean>;
  /** How many requests of the last client the provider saw. */
  asked(): Promise<number>;
  collected(): Promise<void>;
}

export type Options = ConstructorParameters<typeof GoogleGenAI>[0];

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** What must stand in the records that the run leaves behind; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

export const MODEL = 'gemini-2.5-flash';
export const ASK = { model: MODEL, contents: 'Say hello' };

/** Tries as often as given, and soon. */
export const retrying = (attempts: number) => ({
  httpOptions: { retryOptions: { attempts, initialDelay: 0.001, maxDelay: 0.002, jitter: 0 } },
});

/** 57 tokens that were not cached, 800 that were; 15 said and 5 thought. */
export const USAGE = { inputTokens: 857, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 };

/** So many times as much. */
export function usageTimes(times: number): Record<string, number> {
  return Object.fromEntries(Object.entries(USAGE).map(([key, tokens]) => [key, tokens * times]));
}

/** A tool that the SDK calls by itself. */
export function clock(callTool: (calls: FunctionCall[]) => unknown = () => undefined): CallableTool {
  return {
    tool: () => Promise.resolve({ functionDeclarations: [{ name: 'time' }] }),
    callTool: async (calls) => {
      await callTool(calls);
      return calls.map(() => ({ functionResponse: { name: 'time', response: { now: 1 } } }));
    },
  };
}

/** What the app sees of a stream that ends in an error, and of the error. */
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
