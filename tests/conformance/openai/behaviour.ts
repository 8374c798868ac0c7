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

/** What a behaviour is given to run with. */
export interface Stage extends Sdk {
  /** A client that meets `situation` of the odd provider; retries are off unless given. */
  client(situation: string, options?: Record<string, unknown>): OpenAI;
  baseURL(situation: string): string;
  /** Whether the provider saw the caller of the last client hang up before the answer was whole. */
  hungUp(): Promise<boolean>;
  /** Lets the garbage collector run until `condition`, or for two seconds. */
  collected(): Promise<void>;
}

/** One use of the SDK: what the app gets of it must be the same with and without us. */
export interface Behaviour {
  name: string;
  /** Majors of the SDK that can do it; default: all. */
  majors?: readonly number[];
  /** What the app saw: anything JSON can hold. Errors that leave it are part of it. */
  run(stage: Stage): Promise<unknown>;
  /** What must stand in the records that the run leaves behind; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
  /** In place of `records`, where the usage of streams is asked for on the app's behalf. */
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
