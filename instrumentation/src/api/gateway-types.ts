import type { RecordType } from '@tokentrail/records';
import type {
  AttemptHandle,
  AttemptStart,
  CallError,
  CallHandle,
  CandidateInfo,
  ReportedUsage,
  RequestFacts,
  UsageContext,
} from '../types.ts';

/** What a gateway knows when a request arrives. */
export interface RequestStart extends RequestFacts {
  /** `usage` (default): an LLM call, or one that is priced per call. `request`: an inbound request that is neither. */
  type?: Extract<RecordType, 'usage' | 'request'>;
}

/** A candidate of a request: `available` until it is skipped or attempted. */
export interface Candidate {
  /** `reason` is an identifier: capability_missing, model_not_allowed, circuit_open, … */
  skip(reason: string): void;
  /** Begins an attempt at this candidate. Further attempts are retries. */
  attempt(): GatewayAttempt;
}

export interface GatewayAttempt extends AttemptHandle {
  /**
   * Runs `fn` inside this attempt: calls of patched SDKs made there become this attempt and its retries, not records of
   * their own.
   */
  run<T>(fn: () => T): T;
}

/**
 * One inbound request of a gateway, from `startRequest`. Never throws, except errors of the functions given to `run`.
 */
export interface RequestHandle extends CallHandle {
  /**
   * Adds candidates in the order in which they would be attempted. Each is `available` until it is skipped or
   * attempted.
   */
  candidates(list: readonly CandidateInfo[]): Candidate[];
  /** Adds one candidate at the end of the order. */
  candidate(info: CandidateInfo): Candidate;
  /** Adds a candidate and begins an attempt at it. */
  attempt(start?: AttemptStart): GatewayAttempt;
  /** Adds facts learned after the start: caller, model, operation. Fields given here replace those of the start. */
  describe(more: RequestFacts): void;
  /** Usage as the client is shown it; default: that of the last attempt. */
  usage(usage: ReportedUsage): void;
  /** Runs `fn` with this request as its context: calls of patched SDKs made there become attempts of this request. */
  run<T>(fn: () => T): T;
}

/** An event of an account or the system, from `recordEvent`. */
export interface AccountEvent extends UsageContext {
  type: Extract<RecordType, 'system' | 'manage' | 'topup' | 'refund' | 'login'>;
  /** An identifier of the event, such as `key_created`. */
  name: string;
  /** Amount of a top-up or refund, USD, a decimal such as "25.00". */
  amountUsd?: string;
  /** USD, a decimal. */
  balanceAfterUsd?: string;
  statusCode?: number;
  requestId?: string;
  path?: string;
  method?: string;
  error?: CallError;
  /** Unix ms; default is now. */
  time?: number;
}
