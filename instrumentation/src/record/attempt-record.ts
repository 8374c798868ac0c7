import type { Attempt, AttemptState, Billed, Usage } from '@tokentrail/records';
import { textOf } from '../util/text.ts';
import { Ending } from './ending.ts';
import { errorTypeOf, identifier } from '../redaction/error-identity.ts';
import { previewOfKey } from '../redaction/key-preview.ts';
import { redactName } from '../redaction/redact-text.ts';
import { memoize } from '../util/memoize.ts';
import type {
  AttemptHandle,
  AttemptStart,
  CallEnd,
  CandidateInfo,
  KeyInfo,
  ReportedUsage,
  ResponseHead,
} from '../types.ts';

/** What an attempt needs of the record it belongs to. */
export interface AttemptOwner {
  /** Milliseconds from the record's start to `at` (unix ms); default is now. */
  elapsed(at?: number): number;
  /** From then on nothing of its tries may change: they are what the record says of them. */
  readonly ended: boolean;
  firstChunkCame(at?: number): void;
  fingerprintOf(key: string): string | undefined;
  /** Is told of every key, also of one whose place another has already. */
  knowsKey(key: KeyInfo | undefined): void;
  /** Is told of every URL that may hold a secret. */
  knowsUrl(url: unknown): void;
}

type Capabilities = Partial<Pick<CandidateInfo, 'capabilitiesRequired' | 'capabilitiesHeld'>>;

/** What is known of a try before it begins. */
export type AttemptInfo = AttemptStart & Capabilities;

/** One upstream try while it runs, or a candidate that was not tried. `toAttempt` is what the record carries of it. */
export class AttemptRecord implements AttemptHandle {
  readonly index: number;
  readonly retry: number;
  state: AttemptState = 'available';
  skipReason?: string;
  /** The call whose try it is, of calls that joined the record. */
  holder?: object;
  readonly #owner: AttemptOwner;
  readonly capabilities: Capabilities;
  #start: AttemptStart;
  #offsetMs: number | undefined;
  #durationMs: number | undefined;
  #firstChunkMs: number | undefined;
  #head: ResponseHead | undefined;
  #end: Ending | undefined;

  constructor(owner: AttemptOwner, index: number, retry: number, info: AttemptInfo = {}) {
    this.#owner = owner;
    this.index = index;
    this.retry = retry;
    const { capabilitiesRequired, capabilitiesHeld } = info;
    this.capabilities = { capabilitiesRequired, capabilitiesHeld };
    this.#start = completed(NOTHING, info);
    this.#reportsOwner(info);
  }

  /** Adds what `start` knows and was not known yet. */
  describe(start: AttemptStart): void {
    if (this.#owner.ended) return;
    this.#start = completed(this.#start, start);
    this.#reportsOwner(start);
  }

  #reportsOwner({ key, url, endpoint }: AttemptStart): void {
    this.#owner.knowsKey(key);
    this.#owner.knowsUrl(url);
    this.#owner.knowsUrl(endpoint);
  }

  /** `at`: when, unix ms; default is now. */
  begin(at?: number): void {
    if (this.#owner.ended) return;
    this.state = 'pending';
    this.#offsetMs = this.#owner.elapsed(at);
  }

  skip(reason: string): void {
    if (this.state === 'available' && !this.#owner.ended) {
      this.state = 'skipped';
      this.skipReason = reason;
    }
  }

  responded(head: ResponseHead): void {
    if (this.#isLost || this.#owner.ended) return;
    this.#head ??= head;
  }

  firstChunk(at?: number): void {
    if (this.state !== 'pending' || this.#owner.ended) {
      return;
    }
    this.state = 'streaming';
    this.#firstChunkMs = this.#owner.elapsed(at) - (this.#offsetMs ?? 0);
    this.#owner.firstChunkCame(at);
  }

  /** The first end decides state and time; a later one may only add what was not known. */
  end(reportedValues: CallEnd): void {
    if (this.#owner.ended) return;
    const end = Ending.of(reportedValues);
    if (this.#end !== undefined) {
      if (this.#isLost && end.state === 'success') return;
      this.#end = this.#end.completedBy(end);
    } else if (this.isOpen) {
      this.#end = end;
      this.state = end.state;
      this.#durationMs = this.#owner.elapsed(end.endTime) - (this.#offsetMs ?? 0);
    }
  }

  /** It ended without an answer: who tells of one later (a call around several tries) means another try. */
  get #isLost(): boolean {
    return this.state === 'failed' || this.state === 'cancelled';
  }

  get isOpen(): boolean {
    return this.state === 'pending' || this.state === 'streaming';
  }

  /** Whether it reached out: neither passed over nor left as a candidate. */
  get wasSent(): boolean {
    return this.state !== 'available' && this.state !== 'skipped';
  }

  get ending(): Ending | undefined {
    return this.#end;
  }

  get info(): Readonly<AttemptStart> {
    return this.#start;
  }

  get statusCode(): number | undefined {
    return this.#end?.statusCode ?? this.#head?.statusCode;
  }

  /** Host that was called, with its port where that is not the scheme's own. */
  get host(): string | undefined {
    const { serverAddress, serverPort } = this.#start;
    const isUsual = serverPort === undefined || serverPort === 443 || serverPort === 80;
    return serverAddress === undefined || isUsual ? serverAddress : `${serverAddress}:${serverPort}`;
  }

  /** Whether it asks for more of the answer that the try before it began. */
  get continues(): boolean {
    return this.#start.continues === true;
  }

  get offsetMs(): number {
    return this.#offsetMs ?? 0;
  }

  get durationMs(): number | undefined {
    return this.#durationMs;
  }

  get billed(): Billed | undefined {
    return this.wasSent && !this.isOpen ? (this.#end?.billed ?? this.#defaultBilled()) : undefined;
  }

  #defaultBilled(): Billed {
    if (this.state === 'success' || this.#end?.usage !== undefined) return 'yes';
    return this.statusCode !== undefined && this.statusCode >= 400 ? 'no' : 'possibly';
  }

  get requestId(): string | undefined {
    return this.#end?.requestId ?? this.#head?.requestId;
  }

  /** The attempt as it travels, without the provider's words; `shown` makes of a name one that may be told. */
  toAttempt(shown: (name: string) => string): Attempt {
    const { provider, endpoint, model, key } = this.#start;
    const attempt: Attempt = { index: this.index, retry: this.retry, state: this.state };
    if (this.continues) attempt.continues = true;
    add(attempt, 'skipReason', asIdentifier(this.skipReason, shown));
    add(attempt, 'provider', asName(provider, shown));
    add(attempt, 'endpoint', asName(endpoint, shown));
    add(attempt, 'server', asIdentifier(this.host, shown));
    add(attempt, 'model', asName(model, shown));
    if (key) addKey(attempt, key, this.#owner, shown);
    const { capabilitiesRequired, capabilitiesHeld } = this.capabilities;
    add(attempt, 'capabilitiesRequired', asIdentifiers(capabilitiesRequired, shown));
    add(attempt, 'capabilitiesHeld', asIdentifiers(capabilitiesHeld, shown));
    if (this.wasSent) this.#addOutcome(attempt, shown);
    return attempt;
  }

  #addOutcome(attempt: Attempt, shown: (name: string) => string): void {
    const end = this.#end;
    const { statusCode, billed, requestId } = this;
    if (Number.isSafeInteger(statusCode)) attempt.statusCode = statusCode!;
    if (end?.error) {
      const code = identifier(end.error.code, shown);
      if (code !== undefined) attempt.errorCode = code;
    }
    if (this.state === 'failed') attempt.errorType = errorTypeOf(end?.error, statusCode, shown);
    attempt.offsetMs = milliseconds(this.offsetMs);
    if (this.#durationMs !== undefined) attempt.durationMs = milliseconds(this.#durationMs);
    if (this.#firstChunkMs !== undefined) attempt.firstChunkMs = milliseconds(this.#firstChunkMs);
    if (end?.usage) {
      attempt.usage = tokensOf(end.usage);
    }
    if (billed !== undefined) attempt.billed = billed;
    add(attempt, 'requestId', asId(requestId, shown));
    add(attempt, 'servedTier', asIdentifier(end?.servedServiceTier, shown));
    add(attempt, 'responseModel', asName(end?.responseModel, shown));
  }
}

const NOTHING: AttemptStart = {};

/** `known`, and what `more` tells beside: of one shape, which is quick to read, and no more the app's own. */
function completed(known: AttemptStart, more: AttemptStart): AttemptStart {
  return {
    provider: known.provider ?? more.provider,
    endpoint: known.endpoint ?? more.endpoint,
    serverAddress: known.serverAddress ?? more.serverAddress,
    serverPort: known.serverPort ?? more.serverPort,
    model: known.model ?? more.model,
    key: known.key ?? ownKey(more.key),
    continues: known.continues ?? more.continues,
  };
}

/** Pools of keys put the next one into the same object. */
export function ownKey(key: KeyInfo | undefined): KeyInfo | undefined {
  return typeof key === 'object' && key !== null ? { value: key.value, name: key.name } : undefined;
}

function addKey(attempt: Attempt, key: KeyInfo, owner: AttemptOwner, shown: (name: string) => string): void {
  add(attempt, 'keyName', asName(key.name, shown));
  if (typeof key.value !== 'string') return;
  attempt.keyPreview = previewOfKey(key.value);
  const fingerprint = owner.fingerprintOf(key.value);
  if (fingerprint !== undefined) attempt.keyFingerprint = fingerprint;
}

function add<K extends keyof Attempt>(attempt: Attempt, field: K, value: Attempt[K] | undefined): void {
  if (value !== undefined) attempt[field] = value;
}

// The ledger takes attempts whole or not at all: a value of another form than it asks for would cost it every attempt of
// the record. So what does not fit is replaced here.

const LINE_BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

const oneLine = (text: string) => redactName(text).replace(LINE_BREAKS, ' ').slice(0, 256);
const identifierOf = (text: string) =>
  oneLine(text)
    .replace(/[^A-Za-z0-9_.:/@+=#~-]+/g, '_')
    .slice(0, 200);
const knownLine = memoize(oneLine);
const knownIdentifier = memoize(identifierOf);

/** A name that people or providers gave: one line. */
function asName(value: unknown, shown: (name: string) => string): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : knownLine(shown(text));
}

/** What is no part of an identifier becomes `_`. */
function asIdentifier(value: unknown, shown: (name: string) => string): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : knownIdentifier(shown(text));
}

/** The same of one that is new in each attempt: remembering it would only push out what comes again. */
function asId(value: unknown, shown: (name: string) => string): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : identifierOf(shown(text));
}

function asIdentifiers(values: readonly unknown[] | undefined, shown: (name: string) => string): string[] | undefined {
  return Array.isArray(values)
    ? values.map((value) => asIdentifier(value, shown)).filter((value) => value !== undefined)
    : undefined;
}

/** Microsecond resolution is what a reader can use, and keeps the JSON short. */
function milliseconds(value: number): number {
  return Math.round(Math.max(0, value) * 1000) / 1000;
}

export const TOKENS = [
  'inputTokens',
  'outputTokens',
  'cacheReadTokens',
  'cacheWriteTokens',
  'reasoningTokens',
  'audioInputTokens',
  'audioOutputTokens',
] as const satisfies readonly (keyof Usage)[];

/**
 * What several tries used whose answers are one, in tokens. Undefined where one of them did not report its usage, or a
 * total is missing in one: the sum would be too low. Providers leave out a part (cached, reasoning) that is 0.
 */
export function usageOfAll(usages: readonly (ReportedUsage | undefined)[]): Usage | undefined {
  const reported = usages.flatMap((usage) => (usage === undefined ? [] : [tokensOf(usage)]));
  if (reported.length < usages.length) {
    return undefined;
  }
  const sum: Usage = {};
  for (const key of TOKENS) {
    const counts = reported.flatMap((usage) => usage[key] ?? []);
    const isTotal = key === 'inputTokens' || key === 'outputTokens';
    if (isTotal ? counts.length === reported.length : counts.length > 0) {
      sum[key] = counts.reduce((total, count) => total + count, 0);
    }
  }
  return sum;
}

/** The counts that are counts: what a provider or an app reports may be anything. */
export function tokensOf(usage: ReportedUsage): Usage {
  const tokens: Usage = {};
  // Field by field, since a loop over their names takes several times as long.
  const { inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens, reasoningTokens } = usage;
  const { audioInputTokens, audioOutputTokens } = usage;
  if (isCount(inputTokens)) tokens.inputTokens = inputTokens;
  if (isCount(outputTokens)) tokens.outputTokens = outputTokens;
  if (isCount(cacheReadTokens)) tokens.cacheReadTokens = cacheReadTokens;
  if (isCount(cacheWriteTokens)) tokens.cacheWriteTokens = cacheWriteTokens;
  if (isCount(reasoningTokens)) tokens.reasoningTokens = reasoningTokens;
  if (isCount(audioInputTokens)) tokens.audioInputTokens = audioInputTokens;
  if (isCount(audioOutputTokens)) tokens.audioOutputTokens = audioOutputTokens;
  return tokens;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
