import type { Attempt, AttemptState, Billed } from '@tokentrail/records';
import { errorTypeOf, identifier } from '../redaction/error-identity.ts';
import { previewOfKey } from '../redaction/key-preview.ts';
import type {
  AttemptHandle,
  AttemptStart,
  CallEnd,
  CandidateInfo,
  KeyInfo,
  ReportedUsage,
  ResponseHead,
} from '../types.ts';
import { asIdentifier, asIdentifiers, asName, asUniqueIdentifier, roundedMs, type ShowName } from './attempt-text.ts';
import type { CallClock } from './call-clock.ts';
import { Ending } from './ending.ts';
import type { KnownSecrets } from './known-secrets.ts';
import { tokensOf } from './token-counts.ts';

/** What the attempts of a call share with its record. */
export interface AttemptShared {
  readonly clock: CallClock;
  /**
   * Receives every key and URL of an attempt, even one that the attempt does not record because it has another already.
   */
  readonly secrets: KnownSecrets;
  /** HMAC of a key; undefined without an HMAC secret. */
  readonly fingerprintOf: (key: string) => string | undefined;
  /** Reads a usage object of an attempt: in its format and with the conventions of its provider, else those of the call. */
  readonly readUsage: ReadUsage;
}

export type ReadUsage = (
  usage: ReportedUsage | undefined,
  attempt: Pick<AttemptStart, 'provider' | 'apiFormat'> | undefined,
) => ReportedUsage | undefined;

type Capabilities = Partial<Pick<CandidateInfo, 'capabilitiesRequired' | 'capabilitiesHeld'>>;

/** What is known of an attempt before it begins. */
export type AttemptInfo = AttemptStart & Capabilities;

/**
 * One upstream attempt while it runs, or a candidate that was not attempted. `toAttempt` makes the recorded form of it.
 */
export class AttemptRecord implements AttemptHandle {
  readonly index: number;
  readonly retry: number;
  state: AttemptState = 'available';
  skipReason?: string;
  /** The call that reports this attempt, if that call joined the record of another. */
  holder?: object;
  readonly #shared: AttemptShared;
  readonly capabilities: Capabilities;
  #start: AttemptStart;
  #offsetMs: number | undefined;
  #durationMs: number | undefined;
  #firstChunkMs: number | undefined;
  #head: ResponseHead | undefined;
  #end: Ending | undefined;

  constructor(shared: AttemptShared, index: number, retry: number, info: AttemptInfo = {}) {
    this.#shared = shared;
    this.index = index;
    this.retry = retry;
    const { capabilitiesRequired, capabilitiesHeld } = info;
    this.capabilities = { capabilitiesRequired, capabilitiesHeld };
    this.#start = completedStart(EMPTY_START, info);
    this.#addSecrets(info);
  }

  /** Takes from `start` the fields that were not known yet. */
  describe(start: AttemptStart): void {
    if (this.#shared.clock.ended) return;
    this.#start = completedStart(this.#start, start);
    this.#addSecrets(start);
  }

  #addSecrets({ key, url, endpoint }: AttemptStart): void {
    const { secrets } = this.#shared;
    secrets.addKey(key);
    secrets.addUrl(url);
    secrets.addUrl(endpoint);
  }

  /** `at`: unix ms; default is now. */
  begin(at?: number): void {
    const { clock } = this.#shared;
    if (clock.ended) return;
    this.state = 'pending';
    this.#offsetMs = clock.elapsed(at);
  }

  skip(reason: string): void {
    if (this.state === 'available' && !this.#shared.clock.ended) {
      this.state = 'skipped';
      this.skipReason = reason;
    }
  }

  responded(head: ResponseHead): void {
    if (this.#endedWithoutResponse || this.#shared.clock.ended) return;
    this.#head ??= head;
  }

  firstChunk(at?: number): void {
    const { clock } = this.#shared;
    if (this.state !== 'pending' || clock.ended) {
      return;
    }
    this.state = 'streaming';
    this.#firstChunkMs = clock.elapsed(at) - (this.#offsetMs ?? 0);
    clock.firstChunk(at);
  }

  /** The first end decides state and time; later ones only add fields that are still unknown. */
  end(reported: CallEnd): void {
    const { clock } = this.#shared;
    if (clock.ended) return;
    const end = Ending.of(reported);
    if (this.#end !== undefined) {
      if (this.#endedWithoutResponse && end.state === 'success') return;
      this.#end = this.#end.completedBy(end);
    } else if (this.isOpen) {
      this.#end = end;
      this.state = end.state;
      this.#durationMs = clock.elapsed(end.endTime) - (this.#offsetMs ?? 0);
    }
  }

  /** If a call that spans several attempts reports a response later, it means another attempt than this one. */
  get #endedWithoutResponse(): boolean {
    return this.state === 'failed' || this.state === 'cancelled';
  }

  get isOpen(): boolean {
    return this.state === 'pending' || this.state === 'streaming';
  }

  /** Whether a request was made, as opposed to a candidate that was skipped or not reached. */
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

  /** Host that was called, with its port unless that is 80 or 443. */
  get host(): string | undefined {
    const { serverAddress, serverPort } = this.#start;
    const isDefaultPort = serverPort === undefined || serverPort === 443 || serverPort === 80;
    return serverAddress === undefined || isDefaultPort ? serverAddress : `${serverAddress}:${serverPort}`;
  }

  /** Whether it requests more of the response that the attempt before it began. */
  get continues(): boolean {
    return this.#start.continues === true;
  }

  /** From the start of the call to the start of the attempt. */
  get offsetMs(): number {
    return this.#offsetMs ?? 0;
  }

  get durationMs(): number | undefined {
    return this.#durationMs;
  }

  /** Undefined until the attempt has ended, and for candidates. */
  get billed(): Billed | undefined {
    return this.wasSent && !this.isOpen ? (this.#end?.billed ?? this.#defaultBilled()) : undefined;
  }

  #defaultBilled(): Billed {
    if (this.state === 'success' || this.#end?.usage !== undefined) return 'yes';
    return this.statusCode !== undefined && this.statusCode >= 400 ? 'no' : 'possibly';
  }

  get usage(): ReportedUsage | undefined {
    return this.#shared.readUsage(this.#end?.usage, this.#start);
  }

  get requestId(): string | undefined {
    return this.#end?.requestId ?? this.#head?.requestId;
  }

  /** The attempt as the record carries it, without the provider's error texts. */
  toAttempt(show: ShowName): Attempt {
    const { provider, endpoint, model, apiFormat, key } = this.#start;
    const attempt: Attempt = { index: this.index, retry: this.retry, state: this.state };
    if (this.continues) attempt.continues = true;
    add(attempt, 'skipReason', asIdentifier(this.skipReason, show));
    add(attempt, 'provider', asName(provider, show));
    add(attempt, 'endpoint', asName(endpoint, show));
    add(attempt, 'server', asIdentifier(this.host, show));
    add(attempt, 'model', asName(model, show));
    add(attempt, 'apiFormat', asIdentifier(apiFormat, show));
    if (key) this.#addKey(attempt, key, show);
    const { capabilitiesRequired, capabilitiesHeld } = this.capabilities;
    add(attempt, 'capabilitiesRequired', asIdentifiers(capabilitiesRequired, show));
    add(attempt, 'capabilitiesHeld', asIdentifiers(capabilitiesHeld, show));
    if (this.wasSent) this.#addOutcome(attempt, show);
    return attempt;
  }

  #addKey(attempt: Attempt, { name, value }: KeyInfo, show: ShowName): void {
    add(attempt, 'keyName', asName(name, show));
    if (typeof value !== 'string') return;
    attempt.keyPreview = previewOfKey(value);
    add(attempt, 'keyFingerprint', this.#shared.fingerprintOf(value));
  }

  #addOutcome(attempt: Attempt, show: ShowName): void {
    const end = this.#end;
    const { statusCode, billed, requestId } = this;
    if (Number.isSafeInteger(statusCode)) attempt.statusCode = statusCode!;
    if (end?.error) add(attempt, 'errorCode', identifier(end.error.code, show));
    if (this.state === 'failed') attempt.errorType = errorTypeOf(end?.error, statusCode, show);
    attempt.offsetMs = roundedMs(this.offsetMs);
    if (this.#durationMs !== undefined) attempt.durationMs = roundedMs(this.#durationMs);
    if (this.#firstChunkMs !== undefined) attempt.firstChunkMs = roundedMs(this.#firstChunkMs);
    const { usage } = this;
    if (usage !== undefined) attempt.usage = tokensOf(usage);
    add(attempt, 'billed', billed);
    add(attempt, 'requestId', asUniqueIdentifier(requestId, show));
    add(attempt, 'organization', asIdentifier(this.#head?.organization, show));
    add(attempt, 'project', asIdentifier(this.#head?.project, show));
    add(attempt, 'servedTier', asIdentifier(end?.servedServiceTier, show));
    add(attempt, 'responseModel', asName(end?.responseModel, show));
  }
}

const EMPTY_START: AttemptStart = {};

/**
 * A copy of `known`, completed by `more`. It always has the same fields, which keeps reads fast, and shares no object
 * with the app.
 */
function completedStart(known: AttemptStart, more: AttemptStart): AttemptStart {
  return {
    provider: known.provider ?? more.provider,
    endpoint: known.endpoint ?? more.endpoint,
    serverAddress: known.serverAddress ?? more.serverAddress,
    serverPort: known.serverPort ?? more.serverPort,
    model: known.model ?? more.model,
    apiFormat: known.apiFormat ?? more.apiFormat,
    key: known.key ?? copyOfKey(more.key),
    continues: known.continues ?? more.continues,
  };
}

/** A copy, because pools of keys put the next key into the same object. */
export function copyOfKey(key: KeyInfo | undefined): KeyInfo | undefined {
  return typeof key === 'object' && key !== null ? { value: key.value, name: key.name } : undefined;
}

function add<K extends keyof Attempt>(attempt: Attempt, field: K, value: Attempt[K] | undefined): void {
  if (value !== undefined) attempt[field] = value;
}
