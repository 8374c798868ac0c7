import type Anthropic from '@anthropic-ai/sdk';
import type { TracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import type { BehaviourOn } from '../outcome.ts';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, succeeds, sentAttempts } from '../expectations.ts';

export interface Sdk {
  Anthropic: typeof Anthropic;
  /** A tracer of the app's own, whose spans stay with the app. */
  tracing(): { provider: TracerProvider; exporter: InMemorySpanExporter };
}

/** What a behaviour is given to run with. */
export interface Stage extends Sdk {
  /** A client that meets `situation` of the odd provider; retries are off unless given. */
  client(situation: string, options?: Record<string, unknown>): Anthropic;
  /** Whether the provider saw the caller of the last client hang up before the answer was whole. */
  hungUp(): Promise<boolean>;
  collected(): Promise<void>;
}

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** What must stand in the records that the run leaves behind; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

export const MESSAGE = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Say hello' }],
} as Anthropic.MessageCreateParamsNonStreaming;
export const STREAM = { ...MESSAGE, stream: true } as Anthropic.MessageCreateParamsStreaming;

/** 7 tokens that were not cached, 800 read from the cache, 50 written to it. */
export const USAGE = {
  inputTokens: 857,
  outputTokens: 20,
  cacheReadTokens: 800,
  cacheWriteTokens: 50,
  reasoningTokens: 5,
};
