import { BACKGROUND_RESPONSE } from '@tokentrail/records';
import type { AttemptStart, CallEnd, RequestFacts } from '../types.ts';
import { CallRecord, type RecordHost } from './call-record.ts';
import { identityOfResponse } from './shared-identity.ts';

/** What a request that began or fetched a response learned about it. */
export interface BackgroundResponse {
  id: string;
  /** Creation as the provider reports it, unix ms. */
  createdAt: number;
  /** Whether its provider produces it in the background; undefined if a fetch does not say so. */
  inBackground: boolean | undefined;
  /** Whether the request began the response. Otherwise it fetched or cancelled it. */
  begun: boolean;
  /** Undefined while the response is being produced. */
  end: CallEnd | undefined;
}

export interface RequestForResponse {
  /** What is known of the request and its caller. */
  facts: RequestFacts;
  /** Endpoint, key and model. */
  sentTo: AttemptStart;
}

/** Limit of known responses. If an older one is fetched again, its record is sent again and replaces itself. */
const MAX_KNOWN = 1000;
/** Minimum interval between two reports of the same running response. */
const REPORT_EVERY_MS = 30_000;

interface KnownResponse {
  /** Undefined once it has ended. */
  record: CallRecord | undefined;
  reportedAt: number;
}

/** Facts of the request that began or fetched a response. They are not facts of the response. */
const FACTS_OF_REQUEST = ['startTime', 'method', 'path', 'route', 'stream', 'metadata'] as const;

/**
 * The records of responses that their provider produces in the background. Such a response outlives the request that began
 * it: any process may fetch it, any number of times. So it has a record of its own, with its usage and its cost; the
 * requests themselves cost nothing. docs/decisions/0013-background-responses.md has the reasons.
 */
export class BackgroundResponses {
  readonly #host: RecordHost;
  readonly #reportRunning: (record: CallRecord) => void;
  /** By response id, oldest first. */
  readonly #known = new Map<string, KnownResponse>();

  /** `reportRunning` sends a record that has not ended, so that it is known even if its end is never fetched. */
  constructor(host: RecordHost, reportRunning: (record: CallRecord) => void) {
    this.#host = host;
    this.#reportRunning = reportRunning;
  }

  /** The first request that this process makes for a response decides about its caller. */
  report(response: BackgroundResponse, request: RequestForResponse): void {
    const seenBefore = this.#known.get(response.id);
    if (!(response.inBackground ?? seenBefore !== undefined)) return;
    const known = seenBefore ?? this.#begin(response, request);
    const { record } = known;
    if (record === undefined) return;
    if (response.end !== undefined) {
      known.record = undefined;
      record.end(response.end);
    } else if (Date.now() - known.reportedAt >= REPORT_EVERY_MS) {
      known.reportedAt = Date.now();
      this.#reportRunning(record);
    }
  }

  #begin(response: BackgroundResponse, request: RequestForResponse): KnownResponse {
    const known = { record: this.#recordOf(response, request), reportedAt: 0 };
    this.#known.set(response.id, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return known;
  }

  #recordOf({ id, createdAt, begun }: BackgroundResponse, request: RequestForResponse): CallRecord {
    // Its content is in the records of the requests.
    const facts: RequestFacts = { ...request.facts, operation: BACKGROUND_RESPONSE, capture: 'basic' };
    for (const name of FACTS_OF_REQUEST) delete facts[name];
    const shared = identityOfResponse(id, createdAt, begun);
    const origin = { traceId: shared.traceId };
    const record = new CallRecord(this.#host, { type: 'usage', facts, origin, callerSeesProvider: true, shared });
    // The provider's work is the only attempt: it holds what the cost is computed from.
    record.addCandidate(request.sentTo).begin(createdAt);
    return record;
  }
}
