import type { AttributeKey, Billed, CallType, CaptureLevel, RecordState, Source, Usage } from '@tokentrail/records';

/** Request parameters, recorded at every capture level. Field names are keys of `ATTRIBUTES`. */
export interface RequestParams {
  maxTokens?: number;
  temperature?: number;
  topP?: number;
  /** Only if it is not 1. */
  choiceCount?: number;
  seed?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  reasoningLevel?: string;
  /** text, json, image or speech. */
  outputType?: string;
  dimensionCount?: number;
}

/** A key. The record shows only its preview, and its HMAC if a secret is set. */
export interface KeyInfo {
  /** The key in clear. */
  value?: string | undefined;
  /** The name its owner gave it. */
  name?: string | undefined;
}

/**
 * The caller, set by `withUsage`, `startRequest` and the HTTP middleware. Every call inside inherits it. Inner fields
 * override outer ones; `metadata` and `tags` are merged name by name.
 */
export interface UsageContext {
  user?: string;
  /**
   * The caller's own key, or only its name. The record of a plain app's SDK call shows the key that the SDK uses
   * instead.
   */
  key?: KeyInfo | string;
  group?: string;
  session?: string;
  /**
   * The app's own dimensions, such as cost centre or feature: at most 8 texts by name. Each text and its name have at
   * most 64 characters in one line; others are left out with a warning. Inner tags are added to outer ones. Unlike
   * `metadata`, they are stored in the ledger, where every user can read and group by them.
   */
  tags?: Readonly<Record<string, string>>;
  source?: Source;
  /** Overrides the type derived from the operation: `chat` for an operation that the app gives another name. */
  callType?: CallType;
  conversationId?: string;
  /** Recorded only if recording of addresses is on. */
  clientAddress?: string;
  /** Whether the client's address may be recorded; default is `TOKENTRAIL_RECORD_IP`. No effect in privacy mode. */
  recordIp?: boolean;
  userAgent?: string;
  /** The id that the caller received. */
  requestId?: string;
  /**
   * Overrides the capture level of the process. It may always be lower than `TOKENTRAIL_CAPTURE`. It may be higher only
   * if records go to `TOKENTRAIL_OTLP_ENDPOINT`; otherwise it stays `basic`. Inside a gateway's request the lowest
   * requested level applies to the whole record.
   */
  capture?: CaptureLevel;
  /** The app's own data, at most 16 KiB as JSON. Content: stored only in the traces store, from level `headers` on. */
  metadata?: Readonly<Record<string, unknown>>;
}

/** Facts of a call before its request is sent. */
export interface CallStart {
  /** `gen_ai.operation.name`: chat, embeddings, image_generation, search, … */
  operation: string;
  /** `gen_ai.provider.name` of the called provider; absent in a gateway that has not chosen one yet. */
  provider?: string;
  requestModel?: string;
  /** The wire format of the caller: openai.chat, openai.responses, openai.embeddings, … */
  apiFormat?: string;
  /** True only if the response is streamed. */
  stream?: boolean;
  method?: string;
  /** Without the query. */
  path?: string;
  /** Route template, if there is one. */
  route?: string;
  /** The id that the caller received. */
  requestId?: string;
  serverAddress?: string;
  serverPort?: number;
  /** The key that the call uses. */
  key?: KeyInfo;
  params?: RequestParams;
  conversationId?: string;
  requestedServiceTier?: string;
  /** Arrival of the call, unix ms; default is now. */
  startTime?: number;
}

/** Facts that may become known after the start of a call. */
export type CallFacts = Partial<Omit<CallStart, 'operation' | 'startTime'>>;

/** Usage as the provider reported it. A number that was not reported is absent, never 0. */
export interface ReportedUsage extends Usage {
  /**
   * Quantities of meters that are not tokens, for per-call prices: `{ request: 1 }`, `{ image: 2 }`, `{ web_search: 3
   * }`. They are priced and listed in the cost lines.
   */
  units?: Readonly<Record<string, number>>;
  /**
   * The usage object exactly as the provider sent it. Prices are computed from it, because it may have more detail than
   * the token counts above; without it, from those counts.
   */
  raw?: unknown;
  /**
   * Other facts that the price depends on: `region`, `speed`, `batch` ("true"), `size`, `quality`, `resolution`,
   * `search_context`, `deployment` (`global`, `data_zone` or `regional`, at Azure).
   */
  conditions?: Readonly<Record<string, string>>;
}

export interface CallError {
  /**
   * Error class of low cardinality: an error code, an exception's name or `_OTHER`. Default: `code`, else the status.
   */
  type?: string | undefined;
  /** The provider's error code: an identifier such as `rate_limit_exceeded`, not a sentence. */
  code?: string | undefined;
  /** The error message. Content: recorded only at level `full`. */
  message?: string | undefined;
  /** The body of the error response, as text or parsed. Content: recorded only at level `full`. */
  body?: unknown | undefined;
}

export interface AttemptStart {
  /** Default: the provider of the call. */
  provider?: string | undefined;
  /** Name of the configured endpoint (gateway), or the called path (SDK). */
  endpoint?: string | undefined;
  serverAddress?: string | undefined;
  /** If it is not the default port of the scheme. */
  serverPort?: number | undefined;
  /** The model requested from this provider, if it is not the one that the caller requested. */
  model?: string | undefined;
  /** The wire format of this request, if it is not the caller's: the usage is read in it. Default: that of the call. */
  apiFormat?: string | undefined;
  /** The key sent to the provider. */
  key?: KeyInfo | undefined;
  /**
   * True for the first attempt of a request for more of the same response, such as a tool result or a continuation. It
   * is no retry, and its usage is added to that of the attempts before it.
   */
  continues?: boolean | undefined;
  /** The URL of the request. It is not recorded. Secrets in it are redacted from everything that is. */
  url?: string | undefined;
}

/** Facts in the head of a provider's response. */
export interface ResponseHead {
  statusCode: number;
  /** The provider's id for this request (`x-request-id`). */
  requestId?: string | undefined;
  /** The account that the provider bills, as it names it: `openai-organization`, `anthropic-organization-id`. */
  organization?: string | undefined;
  /** The project of that account: `openai-project`. */
  project?: string | undefined;
}

export type EndState = Extract<RecordState, 'success' | 'failed' | 'cancelled'>;

/** The end of one attempt. Each field also applies to the call if the end of the call leaves it out. */
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
  /** Whether the provider bills this attempt. Default: yes on success, no on a status ≥ 400, else possibly. */
  billed?: Billed | undefined;
  /** Cost of this attempt as the provider reported it, USD, a decimal. Overrides every price book. */
  reportedCostUsd?: string | undefined;
}

/**
 * The end of the call for its caller. Missing fields are taken from the last attempt. A gateway that responded from a
 * cache sets `billed: 'no'`: without it, the cost of a success without any attempt or candidate is unknown.
 */
export interface CallEnd extends AttemptEnd {
  /** End of the call, unix ms; default is now. */
  endTime?: number | undefined;
}

/** Keys of the content attributes of a call. Each is recorded from level `headers` on, or only at `full`. */
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
 * One upstream attempt. Order of use: `responded` when the response head arrives, `firstChunk` at the first chunk of a
 * stream, `end` once. If attempts are still open when their call ends, the newest ends with the state of the call,
 * unless another has succeeded; the others are cancelled. Never throws.
 */
export interface AttemptHandle {
  responded(head: ResponseHead): void;
  /** Reports the first chunk: the attempt and its call become `streaming`. Later calls do nothing. */
  firstChunk(): void;
  /** The first end decides state and time. A later one adds fields that are still unknown. */
  end(end: AttemptEnd): void;
}

/**
 * One LLM call as an SDK patch sees it, from `startCall`. Inside a gateway's record it has no record of its own: its
 * attempts become attempts of that record. Never throws.
 */
export interface CallHandle {
  /** Capture level of this call. */
  readonly captureLevel: CaptureLevel;
  /** Begins an attempt. Call it for each request sent, including the SDK's own retries. */
  attempt(start?: AttemptStart): AttemptHandle;
  /** Adds facts learned after the start. Endpoint and key also complete those of the newest attempt. */
  describe(more: CallFacts): void;
  /** Reports the first chunk of the response, also for the newest open attempt. */
  firstChunk(): void;
  /** Whether content of this kind is recorded. Check it before building content that is expensive. */
  wants(key: ContentKey): boolean;
  /**
   * Records content. `value` is a string, or a value for `JSON.stringify`; header sets are `Headers` or plain objects.
   * It is serialized, redacted and cut before this returns. Below its capture level it is not read at all.
   */
  content(key: ContentKey, value: unknown): void;
  /** Ends the call for its caller. Later calls do nothing. */
  end(end: CallEnd): void;
  /** True after `end`. */
  readonly ended: boolean;
}

/** One candidate that a gateway may attempt. */
export interface CandidateInfo {
  provider: string;
  /** Name of the configured endpoint. */
  endpoint?: string | undefined;
  serverAddress?: string | undefined;
  /** If it is not the default port of the scheme. */
  serverPort?: number | undefined;
  /** The model that would be requested from this candidate. */
  model?: string | undefined;
  /** See `AttemptStart.apiFormat`. */
  apiFormat?: string | undefined;
  /** The provider's key. */
  key?: KeyInfo | undefined;
  capabilitiesRequired?: readonly string[] | undefined;
  capabilitiesHeld?: readonly string[] | undefined;
}

/** Facts of an inbound request, at its start or later. `key` is the client's. */
export interface RequestFacts extends Omit<Partial<CallStart>, 'key'>, UsageContext {}
