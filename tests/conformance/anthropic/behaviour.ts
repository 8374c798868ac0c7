import type Anthropic from '@anthropic-ai/sdk';
import type { TracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import type { BehaviourOn } from '../outcome.ts';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, succeeds, sentAttempts } from '../expectations.ts';

export interface Sdk {
  Anthropic: typeof Anthropic;
  /** A tracer of the app's own; its spans are not exported to us. */
  tracing(): { provider: TracerProvider; exporter: InMemorySpanExporter };
}

/** The context in which a behaviour runs. */
export interface Stage extends Sdk {
  /** A client whose provider behaves as `situation`. Retries are off unless set in `options`. */
  client(situation: string, options?: Record<string, unknown>): Anthropic;
  /** Whether the provider saw the last client disconnect before the response was complete. */
  hungUp(): Promise<boolean>;
  collected(): Promise<void>;
}

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** Checks the records of the run; default: one record, in state success. */
  records?(records: SeenRecord[]): void;
}

export const MESSAGE = {
  model: 'claude-sonnet-5-5',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Say hello' }],
} as Anthropic.MessageCreateParamsNonStreaming;
export const STREAM = { ...MESSAGE, stream: true } as Anthropic.MessageCreateParamsStreaming;

/** 7 tokens not cached, 800 read from the cache, 50 written to it. */
export const USAGE = {
  inputTokens: 857,
  outputTokens: 20,
  cacheReadTokens: 800,
  cacheWriteTokens: 50,
  reasoningTokens: 5,
};
