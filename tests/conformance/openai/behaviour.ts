import type OpenAI from 'openai';
import type { AzureOpenAI } from 'openai';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, succeeds, sentAttempts } from '../expectations.ts';

export interface Sdk {
  OpenAI: typeof OpenAI;
  AzureOpenAI: typeof AzureOpenAI;
  APIPromise: unknown;
  major: number;
}

/** The context in which a behaviour runs. */
export interface Stage extends Sdk {
  /** A client whose provider behaves as `situation`. Retries are off unless set in `options`. */
  client(situation: string, options?: Record<string, unknown>): OpenAI;
  baseURL(situation: string): string;
  /** Whether the provider saw the last client disconnect before the response was complete. */
  hungUp(): Promise<boolean>;
  /** Runs the garbage collector for a while. */
  collected(): Promise<void>;
}

/** One use of the SDK. What the app sees of it must be the same with and without us. */
export interface Behaviour {
  name: string;
  /** Major versions of the SDK that support it; default: all. */
  majors?: readonly number[];
  /** Returns what the app saw, as JSON. A thrown error is part of the outcome. */
  run(stage: Stage): Promise<unknown>;
  /** Checks the records of the run; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
  /** Replaces `records` if the instrumentation requests the usage of streams. */
  recordsInjected?(records: SeenRecord[]): void;
}

export const MESSAGES = [{ role: 'user', content: 'Say hello' }] as const;
export const CHAT = { model: 'gpt-4o', messages: [...MESSAGES] } as OpenAI.ChatCompletionCreateParamsNonStreaming;
export const STREAM = { ...CHAT, stream: true } as OpenAI.ChatCompletionCreateParamsStreaming;
export const STREAM_USAGE = { ...STREAM, stream_options: { include_usage: true } };
export const RESPONSE = { model: 'gpt-4o', input: 'Say hello' } as const;

export const CHAT_USAGE = {
  inputTokens: 1000,
  outputTokens: 20,
  cacheReadTokens: 800,
  reasoningTokens: 5,
  audioInputTokens: 3,
  audioOutputTokens: 2,
};
export const RESPONSE_USAGE = {
  inputTokens: 300,
  outputTokens: 40,
  cacheReadTokens: 100,
  cacheWriteTokens: 50,
  reasoningTokens: 30,
};

export const JSON_FORMAT = {
  type: 'json_schema',
  json_schema: { name: 'word', strict: true, schema: { type: 'object', properties: { word: { type: 'string' } } } },
} as const;
