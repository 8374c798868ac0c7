import type { OpenAIProvider } from '@ai-sdk/openai';
import type * as otel from '@ai-sdk/otel';
import type { InMemorySpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type * as ai from 'ai';
import type OpenAI from 'openai';
import type { Usage } from '@tokentrail/records';
import type { z } from 'zod';
import type { BehaviourOn } from '../outcome.ts';
import { holds, one, sentAttempts } from '../expectations.ts';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, sentAttempts } from '../expectations.ts';

export interface Sdk {
  /** Whose wire format the models speak. */
  wire: 'openai' | 'anthropic';
  ai: typeof ai;
  otel: typeof otel;
  z: typeof z;
  OpenAI: typeof OpenAI;
  /** A provider whose API is at `baseURL`; Anthropic's has no other models than those of `model`. */
  provider(baseURL: string, options?: Record<string, unknown>): OpenAIProvider;
  model(provider: OpenAIProvider): ai.LanguageModel;
  /** A tracer of the app's own, whose spans stay with the app. */
  tracing(): { provider: TracerProvider; exporter: InMemorySpanExporter };
}

/** What a behaviour is given to run with. */
export interface Stage extends Sdk {
  /** Where `situation` of the odd provider is. */
  url(situation: string): string;
  /** And of the provider of images and sound. */
  mediaUrl(): string;
  /** A model that meets `situation` of the odd provider. */
  ask(situation: string, options?: Record<string, unknown>): Exclude<ai.LanguageModel, string>;
  /** Whether the provider saw the caller of the last model hang up before the answer was whole. */
  hungUp(): Promise<boolean>;
  collected(): Promise<void>;
}

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** The loaders of those that can do it; default: all. */
  variants?: readonly string[];
  /** What must stand in the records that the run leaves behind; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

export const OPENAI = ['openai'];
export const PROMPT = { prompt: 'Say hello', maxRetries: 0 } as const;

/** The streams of the SDK tell of their errors where the app listens; else they write them to the console. */
export const STREAMED = { ...PROMPT, onError: () => undefined };

/** By wire format. */
const USAGE: Readonly<Record<string, Usage>> = {
  'openai.chat': { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 },
  /** 7 tokens that were not cached, 800 read from the cache, 50 written to it. */
  'anthropic.messages': {
    inputTokens: 857,
    outputTokens: 20,
    cacheReadTokens: 800,
    cacheWriteTokens: 50,
    reasoningTokens: 5,
  },
};

const KEY: Readonly<Record<string, string>> = {
  'openai.chat': 'sk-proj-...wxyz',
  'anthropic.messages': 'sk-ant-api03-...wxyz',
};

/** All that a record of a model's answer must say, whatever was asked and however it was read. */
export function responded(record: SeenRecord, more: Parameters<typeof holds>[1] = {}): void {
  const { apiFormat = '' } = record;
  holds(record, {
    state: 'success',
    operation: 'chat',
    statusCode: 200,
    provider: '127.0.0.1',
    serverAddress: '127.0.0.1',
    method: 'POST',
    usage: USAGE[apiFormat],
    keyPreview: KEY[apiFormat],
    responseId: apiFormat === 'openai.chat' ? 'chatcmpl-1' : 'msg_1',
    conversationId: undefined,
    errorCode: undefined,
    ...more,
  });
}

/** One record, one try, answered whole. */
export const responds =
  (more: Parameters<typeof holds>[1] = {}) =>
  (records: SeenRecord[]): void => {
    responded(one(records), more);
    deepEqualAttempts(one(records), [['success', 200, 'yes']]);
  };

function deepEqualAttempts(record: SeenRecord, expected: unknown[]): void {
  holds({ ...record, attempts: sentAttempts(record) as never }, { attempts: expected as never });
}

/** As many records as calls of a model, each answered in one try. */
export const respondsEach =
  (count: number) =>
  (records: SeenRecord[]): void => {
    if (records.length !== count) throw new Error(`${count} records expected, ${records.length} seen`);
    for (const record of records) responded(record);
  };
