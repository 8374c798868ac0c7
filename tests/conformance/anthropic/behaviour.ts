import type Anthropic from '@anthropic-ai/sdk';
import type { TracerProvider, InMemorySpanExporter } from '@opentelemetry/sdk-trace';
import type { BehaviourOn } from '../outcome.ts';
import type { SeenRecord } from '../seen-record.ts';

export { all, holds, one, succeeds, sentAttempts } from '../expectations.ts';

/** The clients of Anthropic's own API and of other platforms. */
export type Platform = 'anthropic' | 'bedrock' | 'vertex';

/** The clients of other platforms have most of the methods of Anthropic's own. */
type ClientClass = new (options: Record<string, unknown>) => Anthropic;

/** One of the SDKs, loaded by a test app. */
export interface Sdk {
  platform: Platform;
  Client: ClientClass;
  /** Bedrock's second client. */
  Mantle?: ClientClass;
  /** Options that every client needs: a key or other credentials. */
  options: Record<string, unknown>;
  /** The path at the end of a base URL. */
  basePath?: string;
  /** A user of Google Cloud whose access token has to be fetched from this URL first. */
  signedIn?(tokenUrl: string): unknown;
  /** A tracer of the app's own; its spans are not exported to us. */
  tracing(): { provider: TracerProvider; exporter: InMemorySpanExporter };
}

/** The context in which a behaviour runs. */
export interface Stage extends Sdk {
  /** A client whose provider behaves as `situation`. Retries are off unless set in `options`. */
  client(situation: string, options?: Record<string, unknown> & { Client?: ClientClass | undefined }): Anthropic;
  /** A URL at which the provider behaves as `situation`. */
  urlOf(situation: string): string;
  /** Whether the provider saw the last client disconnect before the response was complete. */
  hungUp(): Promise<boolean>;
  collected(): Promise<void>;
}

export interface Behaviour extends BehaviourOn<Stage> {
  name: string;
  /** The platforms that support it; default: all. */
  platforms?: readonly Platform[];
  /** Checks the records of the run; default: one record, in state success. */
  records?(records: SeenRecord[], expected: Expected): void;
}

/** What a refusal of the platform looks like in the record. */
interface ExpectedError {
  statusCode?: number;
  errorType: string;
  errorCode: string;
}

/** What records of the platform contain. */
export interface Expected {
  provider: string;
  /** Paths of requests, after the part that identifies the run. */
  path: string;
  streamPath: string;
  keyPreview: string | undefined;
  responseId: string;
  limited: ExpectedError;
  overloaded: ExpectedError;
  badKey: ExpectedError;
  errorInStream: ExpectedError;
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
