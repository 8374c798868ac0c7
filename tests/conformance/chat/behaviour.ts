import type OpenAI from 'openai';
import type { Usage } from '@tokentrail/records';
import type { Body } from '../odd-server.ts';
import type { SeenRecord } from '../seen-record.ts';

/** What the SDKs of chat providers have in common with that of OpenAI, and these behaviours use. */
export type ChatClient = Pick<OpenAI, 'chat' | 'models'>;

/** What a test app's loader exports. */
export interface ChatSdk {
  Client: new (options: Record<string, unknown>) => ChatClient;
  /** Options that each client of the SDK gets, for example to send nothing by itself. */
  options?: Record<string, unknown>;
  /** The SDK sends by `node-fetch`, whose bodies never settle if the connection breaks. */
  usesNodeFetch?: boolean;
}

/** The wire format of one provider: what it sends, and what a record must say of it. */
export interface Wire {
  /** Path of a chat completion behind the client's base URL. */
  path: string;
  /** As in `ChatSdk`. */
  usesNodeFetch?: boolean;
  /** Fields of a whole completion beside the choices. */
  completion: Body;
  /** Fields of each chunk of a stream beside the choices. */
  chunk: Body;
  /** Fields of the last chunk, which reports the usage. */
  lastChunk: Body;
  /** The body of a refused request. */
  refusal(code: string, type: string): Body;
  /** An event in a stream that reports a failure with the code `overloaded`. */
  streamError: Body;
  /** What the record must contain. */
  expected: {
    usage: Usage;
    responseModel: string;
    servedServiceTier?: string | undefined;
    /** State of a call whose stream is aborted during a read; default: cancelled. */
    abortedRead?: string;
    /** Type and code of the error that the app gets of `streamError`. */
    streamError: { errorType: string; errorCode: string };
  };
}

/** The helpers of one behaviour. */
export interface Stage {
  /** A client that meets `situation` of the odd provider; retries are off unless given. */
  client(situation: string, options?: Record<string, unknown>): ChatClient;
  /** Whether the provider saw the caller of the last client hang up before the response was complete. */
  hungUp(): Promise<boolean>;
  /** Lets the garbage collector run. */
  collected(): Promise<void>;
}

/** One use of the SDK: what the app gets of it must be the same with and without recording. */
export interface Behaviour {
  name: string;
  /** Left out for SDKs that send by `node-fetch`. */
  needsFetch?: boolean;
  /** What the app saw: anything JSON can hold. Errors that leave it are part of it. */
  run(stage: Stage): Promise<unknown>;
  /** Checks the records that the run leaves behind; default: one record, in state success. */
  records?(records: SeenRecord[], expected: Wire['expected']): void;
}
