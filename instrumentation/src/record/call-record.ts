import { respondingAttempts, type CaptureLevel, type RecordType } from '@tokentrail/records';
import { AttemptRecord, ownKey, usageOfAll, type AttemptInfo, type AttemptOwner } from './attempt-record.ts';
import { captureLevelFor, lowerOf, type CaptureBounds } from './capture-level.ts';
import { ContentRoom } from '../redaction/content/content-room.ts';
import { contentText, isHeaderSet } from '../redaction/content/content-text.ts';
import { Ending } from './ending.ts';
import { ownCopy } from '../util/own-copy.ts';
import { KnownSecrets } from './known-secrets.ts';
import { redactHeaders } from '../redaction/redact-headers.ts';
import type { Privacy, ShownCaller } from '../redaction/content/privacy.ts';
import type { RecordOrigin } from '../util/app-context.ts';
import { guarded } from '../util/guarded.ts';
import type { AttemptStart, CallEnd, ContentKey, KeyInfo, ReportedUsage, RequestFacts } from '../types.ts';

/** What a record needs of the process it lives in. */
export interface RecordHost extends CaptureBounds {
  /** Monotonic clock, milliseconds. */
  now(): number;
  fingerprintOf(key: string): string | undefined;
  /** Most bytes of one body. */
  readonly maxBodyBytes: number;
  /** Says what may be told of who calls. */
  readonly privacy: Privacy;
  /** Hears of every record that begins, where somebody wants to. */
  recordStarted?(record: CallRecord): void;
  /** Takes a record that has ended; it will not change any more. */
  recordEnded(record: CallRecord): void;
}

const CONTENT_AT_HEADERS: ReadonlySet<ContentKey> = new Set<ContentKey>([
  'clientRequestHeaders',
  'clientResponseHeaders',
  'providerRequestHeaders',
  'providerResponseHeaders',
  'metadata',
]);

const NO_BODIES: readonly string[] = [];
const NO_CONTENT: ReadonlyMap<ContentKey, string> = new Map();

/** Whether content of this kind is recorded at `level`. */
export function recordsContent(level: CaptureLevel, key: ContentKey): boolean {
  return level === 'full' || (level === 'headers' && CONTENT_AT_HEADERS.has(key));
}

/** `facts`, an object of the record's own, with what is inside of it. */
function owned(facts: RequestFacts): RequestFacts {
  const { key, params } = facts;
  if (typeof key === 'object' && key !== null) facts.key = ownKey(key)!;
  if (params !== undefined) facts.params = { ...params };
  return facts;
}

/** The latest time whose nanoseconds an OTLP span can carry, unix ms. */
const LATEST = 2 ** 64 / 1e6;

/** When a call arrived: as it was told, unless that is no time or lies ahead. */
function startTimeOf(reported: unknown, now: number): number {
  return typeof reported === 'number' && reported >= 0 && reported < now ? reported : now;
}

/**
 * The life of one record: it starts, gathers facts, attempts and content, and ends once. It only gathers; what leaves
 * the process is made of it by `span-of-record`.
 */
export class CallRecord implements AttemptOwner {
  readonly type: RecordType;
  readonly origin: RecordOrigin;
  /** Unix ms. */
  readonly startTime: number;
  /** True where the caller sees the provider's own status: a plain app's call, not a gateway's request. */
  readonly callerSeesProvider: boolean;
  readonly attempts: AttemptRecord[] = [];
  state: 'pending' | 'streaming' | CallEnd['state'] = 'pending';
  /** Given where a version of it left before its end. */
  spanId?: string;
  eventName?: string;
  amountNanoUsd?: string;
  balanceAfterNanoUsd?: string;
  facts: RequestFacts;
  ending: Ending | undefined;
  endTime: number | undefined;
  firstChunkMs: number | undefined;
  /** What providers said of each failed try: content. */
  errorBodies: readonly string[] = NO_BODIES;
  readonly #host: RecordHost;
  #content: Map<ContentKey, string> | undefined;
  readonly #startedAt: number;
  #usage: ReportedUsage | undefined;
  #candidates = 0;
  /** Once the record has ended. */
  #responding: AttemptRecord | undefined;
  #ownRoom: ContentRoom | undefined;
  readonly #secrets = new KnownSecrets();
  #shownName: ((name: string) => string) | undefined;

  constructor(
    host: RecordHost,
    start: { type: RecordType; facts: RequestFacts; origin: RecordOrigin; callerSeesProvider: boolean },
  ) {
    const wall = Date.now();
    this.#host = host;
    this.type = start.type;
    this.facts = owned(start.facts);
    this.knowsKey(start.facts.key);
    this.knowsUrl(start.facts.path);
    this.origin = start.origin;
    this.callerSeesProvider = start.callerSeesProvider;
    this.startTime = startTimeOf(start.facts.startTime, wall);
    this.#startedAt = host.now() - (wall - this.startTime);
    host.recordStarted?.(this);
  }

  elapsed(at?: number): number {
    const now = this.#host.now() - this.#startedAt;
    return Number.isFinite(at) ? Math.min(Math.max(0, Number(at) - this.startTime), now) : now;
  }

  fingerprintOf(key: string): string | undefined {
    return this.#host.fingerprintOf(key);
  }

  get content(): ReadonlyMap<ContentKey, string> {
    return this.#content ?? NO_CONTENT;
  }

  get ended(): boolean {
    return this.ending !== undefined;
  }

  get captureLevel(): CaptureLevel {
    return captureLevelFor(this.facts.capture, this.#host);
  }

  /** A record has one level: what is begun inside of it at a lower one lowers it. */
  lowerCapture(wanted: CaptureLevel | undefined): void {
    if (wanted === undefined) return;
    const level = lowerOf(captureLevelFor(wanted, this.#host), this.captureLevel);
    if (level !== this.captureLevel) this.describe({ capture: level });
  }

  get usage(): ReportedUsage | undefined {
    return this.ending?.usage ?? this.#usage ?? this.#usageOfAttempts();
  }

  /** The tries whose answers are the call's, in the order of time: more than one where some continue others. */
  get responseParts(): readonly AttemptRecord[] {
    const [only] = this.attempts;
    if (this.attempts.length === 1) return only?.state === 'success' ? this.attempts : [];
    const inTime = this.attempts.filter((attempt) => attempt.wasSent).sort((a, b) => a.offsetMs - b.offsetMs);
    return respondingAttempts(inTime, ({ state, continues }) => ({ state, continues }));
  }

  #usageOfAttempts(): ReportedUsage | undefined {
    const parts = this.responseParts;
    return parts.length > 1 ? usageOfAll(parts.map(({ ending }) => ending?.usage)) : this.responding?.ending?.usage;
  }

  setUsage(usage: ReportedUsage): void {
    if (!this.ended) this.#usage = ownCopy(usage) as ReportedUsage | undefined;
  }

  describe(more: RequestFacts): void {
    if (this.ended) return;
    this.facts = owned({ ...this.facts, ...more });
    this.knowsKey(more.key);
    this.knowsUrl(more.path);
  }

  addCandidate(info: AttemptInfo): AttemptRecord {
    return this.#added(new AttemptRecord(this, this.#candidates++, 0, info));
  }

  /** A further try at the candidate that `before` was a try at. */
  retry(before: AttemptRecord, start: AttemptStart = {}): AttemptRecord {
    const attempt = new AttemptRecord(this, before.index, before.retry + 1, { ...before.capabilities, ...start });
    attempt.describe({ ...before.info, continues: undefined });
    return this.#added(attempt);
  }

  /** What comes after the end is no part of the record. */
  #added(attempt: AttemptRecord): AttemptRecord {
    if (!this.ended) this.attempts.push(attempt);
    return attempt;
  }

  /** First chunk of the answer: that of the newest open try too. `at`: when, unix ms; default is now. */
  firstChunk(at?: number): void {
    this.attempts.findLast((attempt) => attempt.isOpen)?.firstChunk(at);
    this.firstChunkCame(at);
  }

  firstChunkCame(at?: number): void {
    if (this.ended || this.firstChunkMs !== undefined) {
      return;
    }
    this.firstChunkMs = this.elapsed(at);
    this.state = 'streaming';
  }

  get #room(): ContentRoom {
    return (this.#ownRoom ??= new ContentRoom(this.#host.maxBodyBytes));
  }

  wants(key: ContentKey): boolean {
    return !this.ended && recordsContent(this.captureLevel, key);
  }

  setContent(key: ContentKey, value: unknown): void {
    if (!this.wants(key)) {
      return;
    }
    const before = this.content.get(key) ?? '';
    // What is replaced makes room for what replaces it.
    this.#room.giveBack(before);
    const text = this.#textOf(key, value);
    if (text === undefined) this.#room.take(before);
    else (this.#content ??= new Map()).set(key, text);
  }

  /** What makes of a name of this record one that may be told: without its keys, and who called where that is hidden. */
  get shownName(): (name: string) => string {
    if (this.#shownName !== undefined) return this.#shownName;
    const shownName = this.#host.privacy.namesFor(this.facts, this.#secrets.values);
    if (this.ended) this.#shownName = shownName;
    return shownName;
  }

  /** A key that must not stand in the record, though it is not told as the record's own. */
  knowsKey(key: KeyInfo | string | undefined): void {
    this.#secrets.addKey(key);
  }

  /** A URL that the call goes to or came by: what is secret in it must not stand in the record either. */
  knowsUrl(url: unknown): void {
    this.#secrets.addUrl(url);
  }

  /** Headers that are not recorded, where others are: their credentials must not stand in what is. */
  knowsHeaders(key: ContentKey, headers: unknown): void {
    if (!this.wants(key) || !isHeaderSet(key)) return;
    redactHeaders(headers, this.#host.privacy.rulesFor(this.facts, []).headers, this.#secrets.add);
  }

  /** Who called, as it may be told. */
  get caller(): ShownCaller {
    return this.#host.privacy.callerOf(this.facts);
  }

  end(reported: CallEnd): void {
    if (this.ended) {
      return;
    }
    const end = Ending.of(reported);
    this.endTime = this.#endTimeOf(end);
    if (this.facts.metadata !== undefined) this.setContent('metadata', this.facts.metadata);
    if (end.error?.message !== undefined) this.setContent('errorDetails', end.error.message);
    this.#endAttempts(end);
    this.#removeLateKnown();
    if (recordsContent(this.captureLevel, 'errorDetails')) this.errorBodies = this.#errorBodies();
    this.ending = end;
    this.state = end.state;
    this.#host.recordEnded(this);
  }

  /** The try whose answer is the call's: the last successful one, else the last one. */
  get responding(): AttemptRecord | undefined {
    if (!this.ended) return this.#respondingSoFar();
    return (this.#responding ??= this.#respondingSoFar());
  }

  #respondingSoFar(): AttemptRecord | undefined {
    let last: AttemptRecord | undefined;
    for (const attempt of this.attempts) {
      if (!attempt.wasSent || attempt.offsetMs < (last?.offsetMs ?? 0)) continue;
      if (last === undefined || attempt.state === 'success' || last.state !== 'success') last = attempt;
    }
    return last;
  }

  /** In the order of candidates, retries after what they retry. */
  orderedAttempts(): readonly AttemptRecord[] {
    if (this.attempts.length < 2) return this.attempts;
    return this.attempts.toSorted((a, b) => a.index - b.index || a.retry - b.retry);
  }

  /** `value` as content of this kind: redacted and cut. */
  #textOf(key: ContentKey, value: unknown): string | undefined {
    const rules = this.#host.privacy.rulesFor(this.facts, this.#secrets.values);
    // At the end too: what cannot be read must not cost the record.
    const text = guarded('content', () => contentText(key, value, this.#room.next, rules, this.#secrets.add));
    if (text !== undefined) this.#room.take(text);
    return text;
  }

  /** Content may have been given before it was known which keys and which address must not stand in it. */
  #removeLateKnown(): void {
    const content = this.#content;
    if (content === undefined) return;
    const { withoutKnown } = this.#host.privacy.rulesFor(this.facts, this.#secrets.values);
    for (const [key, text] of content) {
      const shown = withoutKnown(text);
      if (shown !== text) content.set(key, shown);
    }
  }

  #errorBodies(): string[] {
    return this.orderedAttempts().flatMap(({ index, retry, ending }) => {
      const body = ending?.error?.body ?? ending?.error?.message;
      const text = body === undefined ? undefined : this.#textOf('errorDetails', { index, retry, body });
      return text ?? [];
    });
  }

  /** A clock that was set back, or a time that is none, must make no span that ends before it starts. */
  #endTimeOf({ endTime }: Ending): number {
    const reported = typeof endTime === 'number' && endTime >= this.startTime && endTime < LATEST;
    return reported ? endTime : this.startTime + Math.max(0, this.elapsed());
  }

  /** One try alone gave the answer: of the others nobody waited for the end, and what they cost is not known. */
  #endAttempts(end: Ending): void {
    if (this.attempts.length === 0) return;
    const open = this.attempts.filter((attempt) => attempt.isOpen);
    const responded = end.state === 'success' && this.attempts.some(({ state }) => state === 'success');
    const newest = open.reduce<AttemptRecord | undefined>(
      (latest, attempt) => (latest !== undefined && latest.offsetMs > attempt.offsetMs ? latest : attempt),
      undefined,
    );
    const given = end.state === 'success' ? 'cancelled' : end.state;
    for (const attempt of open) {
      attempt.end(attempt !== newest || responded ? { state: given } : this.callerSeesProvider ? end : end.ofAttempt());
    }
  }
}
