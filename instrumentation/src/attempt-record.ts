import type { Attempt, AttemptState, Billed, Usage } from '@tokentrail/records';
import { errorTypeOf, identifier } from './error-identity.ts';
import { previewOfKey } from './redaction/key-preview.ts';
import type {
  AttemptEnd,
  AttemptHandle,
  AttemptStart,
  CandidateInfo,
  KeyInfo,
  ReportedUsage,
  ResponseHead,
} from './record-types.ts';

/** What an attempt needs of the record it belongs to. */
export interface AttemptOwner {
  /** Milliseconds since the record started. */
  elapsed(): number;
  firstChunkCame(): void;
  fingerprintOf(key: string): string | undefined;
}

/** One upstream try while it runs, or a candidate that was not tried. `toAttempt` is what the record carries of it. */
export class AttemptRecord implements AttemptHandle {
  readonly index: number;
  readonly retry: number;
  state: AttemptState = 'available';
  skipReason?: string;
  readonly #owner: AttemptOwner;
  readonly #capabilities: Pick<CandidateInfo, 'capabilitiesRequired' | 'capabilitiesHeld'>;
  #start: AttemptStart = {};
  #offsetMs: number | undefined;
  #durationMs: number | undefined;
  #firstChunkMs: number | undefined;
  #head: ResponseHead | undefined;
  #end: AttemptEnd | undefined;

  constructor(owner: AttemptOwner, index: number, retry: number, info: Partial<CandidateInfo> = {}) {
    this.#owner = owner;
    this.index = index;
    this.retry = retry;
    this.#capabilities = info;
    this.describe(info);
  }

  /** Adds what `start` knows and was not known yet. */
  describe(start: AttemptStart): void {
    this.#start = { ...start, ...this.#start };
  }

  begin(): void {
    this.state = 'pending';
    this.#offsetMs = this.#owner.elapsed();
  }

  skip(reason: string): void {
    if (this.state === 'available') {
      this.state = 'skipped';
      this.skipReason = reason;
    }
  }

  responded(head: ResponseHead): void {
    this.#head ??= head;
  }

  firstChunk(): void {
    if (this.state !== 'pending') {
      return;
    }
    this.state = 'streaming';
    this.#firstChunkMs = this.#owner.elapsed() - (this.#offsetMs ?? 0);
    this.#owner.firstChunkCame();
  }

  /** The first end decides state and time; a later one may only add what was not known. */
  end(end: AttemptEnd): void {
    if (this.#end !== undefined) {
      this.#end = { ...end, ...this.#end };
    } else if (this.isOpen) {
      this.#end = end;
      this.state = end.state;
      this.#durationMs = this.#owner.elapsed() - (this.#offsetMs ?? 0);
    }
  }

  get isOpen(): boolean {
    return this.state === 'pending' || this.state === 'streaming';
  }

  /** Whether it reached out: neither passed over nor left as a candidate. */
  get wasTried(): boolean {
    return this.state !== 'available' && this.state !== 'skipped';
  }

  get ending(): AttemptEnd | undefined {
    return this.#end;
  }

  get info(): Readonly<AttemptStart> {
    return this.#start;
  }

  get capabilities(): Pick<CandidateInfo, 'capabilitiesRequired' | 'capabilitiesHeld'> {
    return this.#capabilities;
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

  get offsetMs(): number {
    return this.#offsetMs ?? 0;
  }

  get durationMs(): number | undefined {
    return this.#durationMs;
  }

  get billed(): Billed | undefined {
    return this.wasTried && !this.isOpen ? (this.#end?.billed ?? this.#defaultBilled()) : undefined;
  }

  #defaultBilled(): Billed {
    if (this.state === 'success' || this.#end?.usage !== undefined) return 'yes';
    return this.statusCode !== undefined && this.statusCode >= 400 ? 'no' : 'possibly';
  }

  get requestId(): string | undefined {
    return this.#end?.requestId ?? this.#head?.requestId;
  }

  /** The attempt as it travels, without the provider's words. */
  toAttempt(): Attempt {
    const { provider, endpoint, model, key } = this.#start;
    const attempt: Attempt = { index: this.index, retry: this.retry, state: this.state };
    if (this.skipReason !== undefined) attempt.skipReason = this.skipReason;
    if (provider !== undefined) attempt.provider = provider;
    if (endpoint !== undefined) attempt.endpoint = endpoint;
    if (this.host !== undefined) attempt.server = this.host;
    if (model !== undefined) attempt.model = model;
    if (key !== undefined) addKey(attempt, key, this.#owner);
    const { capabilitiesRequired, capabilitiesHeld } = this.#capabilities;
    if (capabilitiesRequired !== undefined) attempt.capabilitiesRequired = [...capabilitiesRequired];
    if (capabilitiesHeld !== undefined) attempt.capabilitiesHeld = [...capabilitiesHeld];
    if (this.wasTried) this.#addOutcome(attempt);
    return attempt;
  }

  #addOutcome(attempt: Attempt): void {
    const end = this.#end;
    const { statusCode, billed, requestId } = this;
    if (statusCode !== undefined) attempt.statusCode = statusCode;
    if (end?.error !== undefined) {
      const code = identifier(end.error.code);
      if (code !== undefined) attempt.errorCode = code;
    }
    if (this.state === 'failed') attempt.errorType = errorTypeOf(end?.error, statusCode);
    attempt.offsetMs = milliseconds(this.offsetMs);
    if (this.#durationMs !== undefined) attempt.durationMs = milliseconds(this.#durationMs);
    if (this.#firstChunkMs !== undefined) attempt.firstChunkMs = milliseconds(this.#firstChunkMs);
    if (end?.usage !== undefined) {
      attempt.usage = tokensOf(end.usage);
    }
    if (billed !== undefined) attempt.billed = billed;
    if (requestId !== undefined) attempt.requestId = requestId;
    if (end?.servedServiceTier !== undefined) attempt.servedTier = end.servedServiceTier;
  }
}

function addKey(attempt: Attempt, key: KeyInfo, owner: AttemptOwner): void {
  if (key.name !== undefined) attempt.keyName = key.name;
  if (key.value === undefined) return;
  attempt.keyPreview = previewOfKey(key.value);
  const fingerprint = owner.fingerprintOf(key.value);
  if (fingerprint !== undefined) attempt.keyFingerprint = fingerprint;
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

/** The counts that are counts: what a provider or an app reports may be anything. */
export function tokensOf(usage: ReportedUsage): Usage {
  const tokens: Usage = {};
  for (const key of TOKENS) {
    const value = usage[key];
    if (Number.isSafeInteger(value) && value! >= 0) tokens[key] = value!;
  }
  return tokens;
}
