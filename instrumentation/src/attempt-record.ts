import type { Attempt, AttemptState, Billed } from '@tokentrail/records';
import { previewOfKey } from './redaction/key-preview.ts';
import type {
  AttemptEnd,
  AttemptHandle,
  AttemptStart,
  CandidateInfo,
  EndState,
  KeyInfo,
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

  get offsetMs(): number {
    return this.#offsetMs ?? 0;
  }

  get durationMs(): number | undefined {
    return this.#durationMs;
  }

  get billed(): Billed | undefined {
    return this.wasTried && !this.isOpen
      ? (this.#end?.billed ?? defaultBilled(this.state, this.statusCode))
      : undefined;
  }

  get requestId(): string | undefined {
    return this.#end?.requestId ?? this.#head?.requestId;
  }

  /** The attempt as it travels, without the provider's words. */
  toAttempt(): Attempt {
    const { provider, endpoint, serverAddress, model, key } = this.#start;
    const attempt: Attempt = { index: this.index, retry: this.retry, state: this.state };
    if (this.skipReason !== undefined) attempt.skipReason = this.skipReason;
    if (provider !== undefined) attempt.provider = provider;
    if (endpoint !== undefined) attempt.endpoint = endpoint;
    if (serverAddress !== undefined) attempt.server = serverAddress;
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
      const type = end.error.type ?? end.error.code ?? (statusCode === undefined ? '_OTHER' : String(statusCode));
      attempt.errorType = type;
      if (end.error.code !== undefined) attempt.errorCode = end.error.code;
    }
    attempt.offsetMs = milliseconds(this.offsetMs);
    if (this.#durationMs !== undefined) attempt.durationMs = milliseconds(this.#durationMs);
    if (this.#firstChunkMs !== undefined) attempt.firstChunkMs = milliseconds(this.#firstChunkMs);
    if (end?.usage !== undefined) {
      const { units: _units, ...tokens } = end.usage;
      attempt.usage = tokens;
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

function defaultBilled(state: AttemptState | EndState, statusCode: number | undefined): Billed {
  if (state === 'success') return 'yes';
  return statusCode !== undefined && statusCode >= 400 ? 'no' : 'possibly';
}

/** Microsecond resolution is what a reader can use, and keeps the JSON short. */
function milliseconds(value: number): number {
  return Math.round(Math.max(0, value) * 1000) / 1000;
}
