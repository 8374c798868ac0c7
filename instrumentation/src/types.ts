import type {
  AttributeKey,
  Billed,
  CallType,
  CaptureLevel,
  RecordState,
  RecordType,
  Source,
  Usage,
} from '@tokentrail/records';

/** Request parameters that are recorded at every level. Field names are keys of `ATTRIBUTES`. */
export interface RequestParams {
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  /** Only when it is not 1. */
  choiceCount?: number;
  seed?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  reasoningLevel?: string;
  /** text, json, image or speech. */
  outputType?: string;
  dimensionCount?: number;
}

/** A key in clear stays in this object's reader: what is kept is its preview, and its HMAC where a secret is set. */
export interface KeyInfo {
  /** The key in clear. */
  value?: string | undefined;
  /** The name its owner gave it. */
  name?: string | undefined;
}

/**
 * Who calls, as `withUsage`, `startRequest` and the HTTP middleware say it. Inherited by every call inside; what an inner one
 * gives goes before the outer one, of `metadata` name by name.
 */
export interface UsageContext {
  user?: string;
  /** The caller's own key, or its name alone. Of a plain app's SDK call the key is the one that the SDK calls with. */
  key?: KeyInfo | string;
  group?: string;
  session?: string;
  source?: Source;
  /** Goes before the type that is derived from the operation: `chat` for what an app calls by another name. */
  callType?: CallType;
  conversationId?: string;
  /** Recorded only where recording of addresses is on. */
  clientAddress?: string;
  /** Whether the client's address may be recorded; default is `TOKENTRAIL_RECORD_IP`. Privacy mode goes before it. */
  recordIp?: boolean;
  userAgent?: string;
  /** The id the caller was given. */
  requestId?: string;
  /**
   * The level of capture here, in place of the process's. It may always be lower; higher than `TOKENTRAIL_CAPTURE` only where
   * records go to `TOKENTRAIL_OTLP_ENDPOINT`, else it stays `basic`. Inside of a gateway's request the lowest that is asked for
   * holds for the whole record.
   */
  capture?: CaptureLevel;
  /** The app's own data; content: it reaches the traces store alone, from level `headers` on, at most 16 KiB as JSON. */
  metadata?: Readonly<Record<string, unknown>>;
}

/** What is known of a call before its first byte leaves. */
export interface CallStart {
  /** `gen_ai.operation.name`: chat, embeddings, image_generation, search, … */
  operation: string;
  /** `gen_ai.provider.name` of the provider that is called; absent in a gateway that has not chosen yet. */
  provider?: string;
  requestModel?: string;
  /** The wire format the caller speaks: openai.chat, openai.responses, openai.embeddings, … */
  apiFormat?: string;
  /** True only where the answer is streamed. */
  stream?: boolean;
  method?: string;
  /** Path without the query. */
  path?: string;
  /** Route template, where there is one. */
  route?: string;
  /** The id the caller was given. */
  requestId?: string;
  serverAddress?: string;
  serverPort?: number;
  /** The key this call is made with. */
  key?: KeyInfo;
  params?: RequestParams;
  conversationId?: string;
  requestedServiceTier?: string;
  /** When the call arrived, unix ms; default is now. */
  startTime?: number;
}

/** What may become known of a call after its start. */
export type CallFacts = Partial<Omit<CallStart, 'operation' | 'startTime'>>;

/** What was used, as the provider reported it. A number that was not reported is absent, never 0. */
export interface ReportedUsage extends Usage {
  /**
   * Quantities of meters that are not tokens, for per-call prices: `{ request: 1 }`, `{ image: 2 }`, `{ web_search: 3 }`.
   * They are priced and stand in the cost lines.
   */
  units?: Readonly<Record<string, number>>;
  /**
   * The usage object exactly as the provider sent it. Prices are computed from it, since it may tell more than the
   * token counts above; without it, from those.
   */
  raw?: unknown;
  /** What else the price hangs on: `region`, `speed`, `batch` ("true"), `size`, `quality`, `resolution`, `search_context`. */
  conditions?: Readonly<Record<string, string>>;
}

export interface CallError {
  /** Class of the error, low cardinality: an error code, an exception's name or `_OTHER`. Default: `code`, else the status. */
  type?: string | undefined;
  /** The provider's error code: an identifier such as `rate_limit_exceeded`, no sentence. */
  code?: string | undefined;
  /** The error's own words. Content: kept at level `full` alone. */
  message?: string | undefined;
  /** The body of the error response, text or what was parsed of it. Content: kept at level `full` alone. */
  body?: unknown | undefined;
}

export interface AttemptStart {
  /** Default: the call's. */
  provider?: string | undefined;
  /** Name of the configured endpoint (gateway), or the path that is called (SDK). */
  endpoint?: string | undefined;
  serverAddress?: string | undefined;
  /** Where it is not the scheme's own. */
  serverPort?: number | undefined;
  /** The model this provider is asked for, where it is not the one the caller asked for. */
  model?: string | undefined;
  /** The key the provider is called with. */
  key?: KeyInfo | undefined;
  /**
   * The first try of a request for more of the same answer: a tool's result fed back, a continuation. It is no retry, and
   * what it uses adds to what the tries before it used.
   */
  continues?: boolean | undefined;
  /** The URL it goes to. It is not recorded; what is secret in it is removed from all that is. */
  url?: string | undefined;
}

/** What the head of a provider's response tells. */
export interface ResponseHead {
  statusCode: number;
  /** The provider's id of this request (`x-request-id`). */
  requestId?: string | undefined;
}

export type EndState = Extract<RecordState, 'success' | 'failed' | 'cancelled'>;

/** How one try ended. Each field also stands for the call where the call's own end leaves it out. */
export interface AttemptEnd {
  state: EndState;
  statusCode?: number | undefined;
  requestId?: string | undefined;
  error?: CallError | undefined;
  usage?: ReportedUsage | undefined;
  responseModel?: string | undefined;
  responseId?: string | undefined;
  finishReasons?: readonly string[] | undefined;
  servedServiceTier?: string | undefined;
  /** Whether the provider bills this try. Default: yes on success, no on a status ≥ 400, else possibly. */
  billed?: Billed | undefined;
  /** What the provider itself says this try costs, USD, a decimal. Goes before any price book. */
  reportedCostUsd?: string | undefined;
}

/**
 * How the call ended for its caller. What is left out is taken from the last attempt. A gateway that answered by itself, from a
 * cache, says `billed: 'no'`: success without any try or candidate costs what nobody knows.
 */
export interface CallEnd extends AttemptEnd {
  /** End of the call, unix ms; default is now. */
  endTime?: number | undefined;
}

/** Keys of the content attributes a call may carry; each is taken at `headers` or only at `full`. */
export type ContentKey = Extract<
  AttributeKey,
  | 'inputMessages'
  | 'outputMessages'
  | 'systemInstructions'
  | 'clientRequestHeaders'
  | 'clientRequestBody'
  | 'clientResponseHeaders'
  | 'clientResponseBody'
  | 'providerRequestHeaders'
  | 'providerRequestBody'
  | 'providerResponseHeaders'
  | 'providerResponseBody'
  | 'metadata'
  | 'errorDetails'
>;

/**
 * One upstream try. Order of use: `responded` when the head has come, `firstChunk` when the first chunk of a stream
 * has, `end` once. Of the tries that are still open when their call ends, the newest ends with it and in its state, unless
 * another has answered; the rest were given up. Nothing here throws.
 */
export interface AttemptHandle {
  responded(head: ResponseHead): void;
  /** First chunk of the answer: this try and its call are `streaming` from now on. Later calls do nothing. */
  firstChunk(): void;
  /** The first call counts, later ones do nothing. */
  end(end: AttemptEnd): void;
}

/**
 * One LLM call as an SDK patch sees it, from `startCall`. Inside an attempt of a gateway's record its tries become
 * attempts of that record, and no record of its own is made. Nothing here throws.
 */
export interface CallHandle {
  /** Level of capture in force for this call. */
  readonly captureLevel: CaptureLevel;
  /** A try begins. The SDK's own retries are tries too: one call of this for each request that leaves. */
  attempt(start?: AttemptStart): AttemptHandle;
  /** What became known after the start. Where the call goes is told of its newest try too, as far as that did not say. */
  describe(more: CallFacts): void;
  /** First chunk of the answer; also that of the try that is open. */
  firstChunk(): void;
  /** Whether content of this kind is recorded at the level in force: ask before building it. */
  wants(key: ContentKey): boolean;
  /**
   * Hands over content. `value` is a string, or what `JSON.stringify` takes; header sets are `Headers` or plain objects.
   * It is read (serialised, redacted, cut) within this call; below its level nothing is read at all.
   */
  content(key: ContentKey, value: unknown): void;
  /** The call is over for its caller. The first call counts, later ones do nothing. */
  end(end: CallEnd): void;
  /** True after `end`. */
  readonly ended: boolean;
}

/** One candidate a gateway may try, in the order in which it would. */
export interface CandidateInfo {
  provider: string;
  /** Name of the configured endpoint. */
  endpoint?: string | undefined;
  serverAddress?: string | undefined;
  /** Where it is not the scheme's own. */
  serverPort?: number | undefined;
  /** The model this candidate would be asked for. */
  model?: string | undefined;
  /** The provider's key. */
  key?: KeyInfo | undefined;
  capabilitiesRequired?: readonly string[] | undefined;
  capabilitiesHeld?: readonly string[] | undefined;
}

/** A candidate of a request: `available` until it is skipped or tried. */
export interface Candidate {
  /** Passed over. `reason` is an identifier: capability_missing, model_not_allowed, circuit_open, … */
  skip(reason: string): void;
  /** A try at this candidate; a further one is a retry. */
  attempt(): GatewayAttempt;
}

export interface GatewayAttempt extends AttemptHandle {
  /** Runs `fn` inside this try: calls of patched SDKs made there are this try (and its retries), not records of their own. */
  run<T>(fn: () => T): T;
}

/** What may be known of an inbound request, at once or later. `key` is the client's. */
export interface RequestFacts extends Omit<Partial<CallStart>, 'key'>, UsageContext {}

/** What a gateway knows when a request arrives. */
export interface RequestStart extends RequestFacts {
  /** `usage` (default): an LLM call, or one that is priced per call. `request`: an inbound request that is neither. */
  type?: Extract<RecordType, 'usage' | 'request'>;
}

/** One inbound request of a gateway, from `startRequest`. Nothing here throws. */
export interface RequestHandle extends CallHandle {
  /** Candidates in the order in which they would be tried; each shows as `available` until skipped or tried. */
  candidates(list: readonly CandidateInfo[]): Candidate[];
  /** Adds one candidate at the end of the order. */
  candidate(info: CandidateInfo): Candidate;
  /** Adds a candidate and tries it at once. */
  attempt(start?: AttemptStart): GatewayAttempt;
  /** What became known after the start: who calls, the model, the operation. Fields given replace those of the start. */
  describe(more: RequestFacts): void;
  /** Usage as the client will be told it; default: that of the last try. */
  usage(usage: ReportedUsage): void;
  /** Runs `fn` with this request as its context: patched SDK calls inside become its attempts. */
  run<T>(fn: () => T): T;
}

/** Something that happened to an account or the system, from `recordEvent`. */
export interface AccountEvent extends UsageContext {
  type: Extract<RecordType, 'system' | 'manage' | 'topup' | 'refund' | 'login'>;
  /** What happened: an identifier such as `key_created`. */
  name: string;
  /** Of a top-up or refund, USD, a decimal such as "25.00". */
  amountUsd?: string;
  balanceAfterUsd?: string;
  statusCode?: number;
  requestId?: string;
  path?: string;
  method?: string;
  error?: CallError;
  /** Unix ms; default is now. */
  time?: number;
}
