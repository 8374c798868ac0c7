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
  /** The provider whose wire format the models use. */
  wire: 'openai' | 'anthropic';
  ai: typeof ai;
  otel: typeof otel;
  z: typeof z;
  OpenAI: typeof OpenAI;
  /** A provider whose API is at `baseURL`. Anthropic's offers only the models of `model`. */
  provider(baseURL: string, options?: Record<string, unknown>): OpenAIProvider;
  model(provider: OpenAIProvider): ai.LanguageModel;
  /** A tracer of the app's own; its spans are not exported to us. */
  tracing(): { provider: TracerProvider; exporter: InMemorySpanExporter };
}

/** The context in which a behaviour runs. */
export interface Stage extends Sdk {
  /** The URL of `situation` at the odd provider. */
  url(situation: string): string;
  /** The URL of the provider of images and sound. */
  mediaUrl(): string;
  /** A model whose provider behaves as `situation`. */
  ask(situation: string, options?: Record<string, unknown>): Exclude<ai.LanguageModel, string>;
  /** Whether the provider saw the caller of the last model disconnect before the response was complete. */
  hungUp(): Promise<boolean>;
  collected(): Promise<void>;
}

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** Variants of the SDK that support it; default: all. */
  variants?: readonly string[];
  /** Checks the records of the run; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

export const OPENAI = ['openai'];
export const PROMPT = { prompt: 'Say hello', maxRetries: 0 } as const;

/** Streams of the SDK report errors to this listener; without one they write them to the console. */
export const STREAMED = { ...PROMPT, onError: () => undefined };

/** Tokens that a body of OpenAI reports and that the SDK leaves out of a stream's parts. */
const IN_BODIES_ONLY: Usage = { audioInputTokens: 3, audioOutputTokens: 2 };

/** Expected usage by wire format. */
const USAGE: Readonly<Record<string, Usage>> = {
  'openai.chat': { inputTokens: 1000, outputTokens: 20, cacheReadTokens: 800, reasoningTokens: 5 },
  /** 7 tokens not cached, 800 read from the cache, 50 written to it. */
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

/**
 * Checks the fields that every record of a model's response must have, independent of the request and of how it was
 * read.
 */
export function responded(record: SeenRecord, more: Parameters<typeof holds>[1] = {}): void {
  const { apiFormat = '' } = record;
  holds(record, {
    state: 'success',
    operation: 'chat',
    statusCode: 200,
    provider: '127.0.0.1',
    serverAddress: '127.0.0.1',
    method: 'POST',
    usage:
      apiFormat === 'openai.chat' && !record.stream ? { ...USAGE[apiFormat], ...IN_BODIES_ONLY } : USAGE[apiFormat],
    keyPreview: KEY[apiFormat],
    responseId: apiFormat === 'openai.chat' ? 'chatcmpl-1' : 'msg_1',
    conversationId: undefined,
    errorCode: undefined,
    ...more,
  });
}

/** Expects one record with one attempt and a complete response. */
export const responds =
  (more: Parameters<typeof holds>[1] = {}) =>
  (records: SeenRecord[]): void => {
    responded(one(records), more);
    deepEqualAttempts(one(records), [['success', 200, 'yes']]);
  };

function deepEqualAttempts(record: SeenRecord, expected: unknown[]): void {
  holds({ ...record, attempts: sentAttempts(record) as never }, { attempts: expected as never });
}

/** Expects one record per model call, each with one attempt. */
export const respondsEach =
  (count: number) =>
  (records: SeenRecord[]): void => {
    if (records.length !== count) throw new Error(`${count} records expected, ${records.length} seen`);
    for (const record of records) responded(record);
  };
