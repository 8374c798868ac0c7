import { respondingAttempts, type CaptureLevel, type RecordType } from '@tokentrail/records';
import { isHeaderSet } from '../redaction/content/content-text.ts';
import type { CallContentRules, Privacy, ShownCaller } from '../redaction/content/privacy.ts';
import { redactHeaders } from '../redaction/redact-headers.ts';
import type { AttemptStart, CallEnd, ContentKey, KeyInfo, ReportedUsage, RequestFacts } from '../types.ts';
import type { RecordOrigin } from '../util/app-context.ts';
import { ownCopy } from '../util/own-copy.ts';
import { AttemptRecord, type AttemptInfo, type AttemptShared, type ReadUsage } from './attempt-record.ts';
import { CallClock } from './call-clock.ts';
import { captureLevelFor, lowerOf, recordsContent, type CaptureBounds } from './capture-level.ts';
import { Ending } from './ending.ts';
import { KnownSecrets } from './known-secrets.ts';
import { readUsage } from './read-usage.ts';
import { RecordContent } from './record-content.ts';
import { withOwnObjects } from './own-objects.ts';
import type { RecordStart } from './record-start.ts';
import type { SharedIdentity } from './shared-identity.ts';
import { hasTokens, sumOfUsages } from './token-counts.ts';

/** What a record needs from the process it belongs to. */
export interface RecordHost extends CaptureBounds {
  /** Monotonic clock, milliseconds. */
  now(): number;
  /** HMAC of a key; undefined without an HMAC secret. */
  fingerprintOf(key: string): string | undefined;
  /** Limit of one body, bytes. */
  readonly maxBodyBytes: number;
  /** Decides what a record may show of its caller. */
  readonly privacy: Privacy;
  /** Called for every record that begins. */
  recordStarted?(record: CallRecord): void;
  /** Called once for every record that has ended. The record does not change any more. */
  recordEnded(record: CallRecord): void;
}

const NO_BODIES: readonly string[] = [];
const NO_CONTENT: ReadonlyMap<ContentKey, string> = new Map();

/**
 * The life of one record: it starts, gathers facts, attempts and content, and ends once. It sends nothing:
 * `export/mapping` turns it into spans.
 */
export class CallRecord {
  readonly type: RecordType;
  readonly origin: RecordOrigin;
  /** True if the caller sees the provider's own status: a call of a plain app, not a gateway's request. */
  readonly callerSeesProvider: boolean;
  readonly attempts: AttemptRecord[] = [];
  /** Set if other processes may report this record too. */
  readonly shared: SharedIdentity | undefined;
  /** Set if it is shared, or if a running version of the record was sent before its end. */
  spanId: string | undefined;
  eventName?: string;
  amountNanoUsd?: string;
  balanceAfterNanoUsd?: string;
  facts: RequestFacts;
  ending: Ending | undefined;
  endTime: number | undefined;
  /** The provider's error body of each failed attempt: content. */
  errorBodies: readonly string[] = NO_BODIES;
  readonly #host: RecordHost;
  readonly #clock: CallClock;
  readonly #secrets = new KnownSecrets();
  readonly #attemptShared: AttemptShared;
  #content: RecordContent | undefined;
  /** The rules for contents, with the facts and the number of secrets that they were made for. */
  #madeRules: { rules: CallContentRules; facts: RequestFacts; secrets: number } | undefined;
  #usage: ReportedUsage | undefined;
  #candidates = 0;
  /** Both are cached once the record has ended. */
  #responding: AttemptRecord | undefined;
  #shownName: ((name: string) => string) | undefined;

  constructor(host: RecordHost, start: RecordStart) {
    this.#host = host;
    this.#clock = new CallClock(host, start.facts.startTime, start.shared?.startTime);
    const fingerprintOf = (key: string) => host.fingerprintOf(key);
    const readUsage = this.#readUsage;
    this.#attemptShared = { clock: this.#clock, secrets: this.#secrets, fingerprintOf, readUsage };
    this.type = start.type;
    this.shared = start.shared;
    this.spanId = start.shared?.spanId;
    this.facts = withOwnObjects(start.facts);
    this.knowsKey(start.facts.key);
    this.knowsUrl(start.facts.path);
    this.origin = start.origin;
    this.callerSeesProvider = start.callerSeesProvider;
    host.recordStarted?.(this);
  }

  /** Unix ms. */
  get startTime(): number {
    return this.#clock.startTime;
  }

  get firstChunkMs(): number | undefined {
    return this.#clock.firstChunkMs;
  }

  /** Milliseconds since the start. */
  elapsed(): number {
    return this.#clock.elapsed();
  }

  get ended(): boolean {
    return this.#clock.ended;
  }

  get state(): 'pending' | 'streaming' | CallEnd['state'] {
    return this.ending?.state ?? (this.#clock.firstChunkMs === undefined ? 'pending' : 'streaming');
  }

  get content(): ReadonlyMap<ContentKey, string> {
    return this.#content?.texts ?? NO_CONTENT;
  }

  get captureLevel(): CaptureLevel {
    return captureLevelFor(this.facts.capture, this.#host);
  }

  /** Lowers the level of the record to that of a call inside it. A record has one level, the lowest requested. */
  lowerCapture(requested: CaptureLevel | undefined): void {
    if (requested === undefined) return;
    const level = lowerOf(captureLevelFor(requested, this.#host), this.captureLevel);
    if (level !== this.captureLevel) this.describe({ capture: level });
  }

  /** What the responding attempts reported, which is also what is priced; otherwise what the call reported. */
  get usage(): ReportedUsage | undefined {
    const usage = this.#usageOfAttempts();
    if (hasTokens(usage)) return usage;
    return this.#readUsage(this.ending?.usage ?? this.#usage, this.responding?.info) ?? usage;
  }

  readonly #readUsage: ReadUsage = (usage, attempt) =>
    readUsage(usage, attempt?.provider ?? this.facts.provider, attempt?.apiFormat ?? this.facts.apiFormat);

  /**
   * The attempts whose responses make up the response of the call, in order of time. Several if some continue others.
   */
  get responseParts(): readonly AttemptRecord[] {
    const [only] = this.attempts;
    if (this.attempts.length === 1) return only?.state === 'success' ? this.attempts : [];
    const inTime = this.attempts.filter((attempt) => attempt.wasSent).sort((a, b) => a.offsetMs - b.offsetMs);
    return respondingAttempts(inTime, ({ state, continues }) => ({ state, continues }));
  }

  #usageOfAttempts(): ReportedUsage | undefined {
    const parts = this.responseParts;
    return parts.length > 1 ? sumOfUsages(parts.map(({ usage }) => usage)) : this.responding?.usage;
  }

  setUsage(usage: ReportedUsage): void {
    if (!this.ended) this.#usage = ownCopy(usage) as ReportedUsage | undefined;
  }

  describe(more: RequestFacts): void {
    if (this.ended) return;
    this.facts = withOwnObjects({ ...this.facts, ...more });
    this.knowsKey(more.key);
    this.knowsUrl(more.path);
  }

  addCandidate(info: AttemptInfo): AttemptRecord {
    return this.#added(new AttemptRecord(this.#attemptShared, this.#candidates++, 0, info));
  }

  /** Adds a further attempt at the candidate of `previous`. */
  retry(previous: AttemptRecord, start: AttemptStart = {}): AttemptRecord {
    const info = { ...previous.capabilities, ...start };
    const attempt = new AttemptRecord(this.#attemptShared, previous.index, previous.retry + 1, info);
    attempt.describe({ ...previous.info, continues: undefined });
    return this.#added(attempt);
  }

  /** Attempts that begin after the end are not part of the record. */
  #added(attempt: AttemptRecord): AttemptRecord {
    if (!this.ended) this.attempts.push(attempt);
    return attempt;
  }

  /** First chunk of the response, also for the newest open attempt. `at`: unix ms; default is now. */
  firstChunk(at?: number): void {
    this.attempts.findLast((attempt) => attempt.isOpen)?.firstChunk(at);
    this.#clock.firstChunk(at);
  }

  wants(key: ContentKey): boolean {
    return !this.ended && recordsContent(this.captureLevel, key);
  }

  setContent(key: ContentKey, value: unknown): void {
    if (this.wants(key)) this.#ownContent.set(key, value, this.#contentRules);
  }

  get #ownContent(): RecordContent {
    return (this.#content ??= new RecordContent(this.#host.maxBodyBytes, this.#secrets));
  }

  get #contentRules(): CallContentRules {
    const { facts } = this;
    const secrets = this.#secrets.values.length;
    const made = this.#madeRules;
    if (made?.facts === facts && made.secrets === secrets) return made.rules;
    const rules = this.#host.privacy.rulesFor(facts, this.#secrets.values);
    this.#madeRules = { rules, facts, secrets };
    return rules;
  }

  /** Redacts a name of this record: removes its keys and, in privacy mode, the caller. */
  get shownName(): (name: string) => string {
    if (this.#shownName !== undefined) return this.#shownName;
    const shownName = this.#host.privacy.namesFor(this.facts, this.#secrets.values);
    if (this.ended) this.#shownName = shownName;
    return shownName;
  }

  /** Registers a key to redact. It may be another than the record's own key. */
  knowsKey(key: KeyInfo | string | undefined): void {
    this.#secrets.addKey(key);
  }

  /** Registers the secrets in a URL of the call, inbound or outbound, to redact. */
  knowsUrl(url: unknown): void {
    this.#secrets.addUrl(url);
  }

  /** Registers the credentials in `headers` to redact. Called for a header set that the record does not keep. */
  knowsHeaders(key: ContentKey, headers: unknown): void {
    if (!this.wants(key) || !isHeaderSet(key)) return;
    redactHeaders(headers, this.#host.privacy.rulesFor(this.facts, []).headers, this.#secrets.add);
  }

  /** The caller as the record may show it. */
  get caller(): ShownCaller {
    return this.#host.privacy.callerOf(this.facts);
  }

  end(reported: CallEnd): void {
    if (this.ended) {
      return;
    }
    const end = Ending.of(reported);
    this.endTime = this.#clock.endTimeOf(end.endTime);
    if (this.facts.metadata !== undefined) this.setContent('metadata', this.facts.metadata);
    if (end.error?.message !== undefined) this.setContent('errorDetails', end.error.message);
    this.#endAttempts(end);
    this.#content?.redactLateSecrets(this.#contentRules);
    if (recordsContent(this.captureLevel, 'errorDetails')) this.errorBodies = this.#errorBodies();
    this.ending = end;
    this.#clock.ended = true;
    this.#host.recordEnded(this);
  }

  /** The attempt whose response the call returned: the last successful one, else the last one. */
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

  /** In the order of candidates; the retries of a candidate follow its first attempt. */
  orderedAttempts(): readonly AttemptRecord[] {
    if (this.attempts.length < 2) return this.attempts;
    return this.attempts.toSorted((a, b) => a.index - b.index || a.retry - b.retry);
  }

  #errorBodies(): string[] {
    return this.orderedAttempts().flatMap(({ index, retry, ending }) => {
      const body = ending?.error?.body ?? ending?.error?.message;
      if (body === undefined) return [];
      return this.#ownContent.textOf('errorDetails', { index, retry, body }, this.#contentRules) ?? [];
    });
  }

  /**
   * Ends the attempts that are still open. Only one attempt produced the response: the newest open one, unless another
   * has succeeded already. The others are cancelled with unknown cost.
   */
  #endAttempts(end: Ending): void {
    if (this.attempts.length === 0) return;
    const open = this.attempts.filter((attempt) => attempt.isOpen);
    const hasResponse = end.state === 'success' && this.attempts.some(({ state }) => state === 'success');
    const newest = open.toSorted((a, b) => a.offsetMs - b.offsetMs).at(-1);
    const stateOfOthers = end.state === 'success' ? 'cancelled' : end.state;
    for (const attempt of open) {
      if (attempt !== newest || hasResponse) attempt.end({ state: stateOfOthers });
      else attempt.end(this.callerSeesProvider ? end : end.ofAttempt());
    }
  }
}
