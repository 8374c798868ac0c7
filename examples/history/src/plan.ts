import type { RecordType } from '@tokentrail/records';
import type { AttemptInfo, CallEnd, ContentKey, RequestFacts, ResponseHead } from './instrumentation.ts';

/** What one record of the history contains, before the instrumentation's own code turns it into a span. */
export type Plan = CallPlan | EventPlan;

/** A call or an inbound request. Times of attempts and of the end are milliseconds after the start. */
export interface CallPlan {
  type: Extract<RecordType, 'usage' | 'request'>;
  service: ServiceName;
  /** Unix ms. */
  start: number;
  facts: RequestFacts;
  candidates: CandidatePlan[];
  /** Absent for a call whose process was killed while it ran. */
  end?: CallEnd & { afterMs: number };
  /** Empty at capture level `basic`. */
  content: ReadonlyMap<ContentKey, unknown>;
}

/** One candidate in the order of failover. Without a skip reason and attempts it was never reached. */
export interface CandidatePlan {
  info: AttemptInfo;
  skip?: string;
  /** More than one: retries. */
  attempts: AttemptPlan[];
}

export interface AttemptPlan {
  atMs: number;
  head?: ResponseHead;
  firstChunkMs?: number;
  /** Absent while the attempt runs. */
  end?: CallEnd & { afterMs: number };
}

/** An event of an account or the system. */
export interface EventPlan {
  type: Exclude<RecordType, 'usage' | 'request'>;
  service: ServiceName;
  /** Unix ms. */
  start: number;
  name: string;
  facts: RequestFacts;
  amountUsd?: string;
  balanceAfterUsd?: string;
  failure?: { statusCode: number; code: string };
}

export const SERVICES = ['shop-gateway', 'support-bot', 'document-search', 'nightly-batch'] as const;
export type ServiceName = (typeof SERVICES)[number];

/** Whether the service calls a provider itself, as opposed to a gateway that calls it for its clients. */
export function callsProvider(service: ServiceName): boolean {
  return service !== 'shop-gateway';
}

/** Tag of every record of the history, so that a filter separates it from records of real programs. */
export const EXAMPLE_TAGS = { example: 'true' } as const;
