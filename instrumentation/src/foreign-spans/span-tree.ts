import { callTypeOf } from '@tokentrail/records';
import { meaningOf } from './dialects.ts';
import type { InferenceFacts, Meaning } from './facts.ts';
import type { ForeignCall, SpanStartContext } from './foreign-call.ts';
import type { StartedSpan } from '../util/otel-span.ts';

/** A span that is open, or has descendants that are open. */
export interface SeenSpan {
  readonly parent: SeenSpan | undefined;
  readonly depth: number;
  /** Undefined once the span has ended: it may be large, and sockets keep contexts that refer to this span. */
  startContext: SpanStartContext | undefined;
  /**
   * Undefined once the span has ended. Weak, because spans refer to their parents and an app may drop spans without
   * ending them.
   */
  open: WeakRef<StartedSpan> | undefined;
  /** The span has ended and describes an agent, a tool or a workflow. */
  enclosing: boolean;
  /** The number of descendants that began while this span was open and have not ended. */
  openDescendants: number;
  /** A record exists for this span's call: made from a descendant, by a patched SDK, or from this span. */
  counted: boolean;
  /** The operation of the record made from this span. */
  recordedOperation: string | undefined;
  /** Set if the span ended before its descendants: one of them may be the same call, closer to the provider. */
  held: { call: ForeignCall; since: number } | undefined;
  /** The number of calls within this span that describe the same operation: the usage of the span is the sum of theirs. */
  callsWithin: number;
  /** Those of them that lack facts which this span may report. */
  readonly incomplete: Set<IncompleteCall>;
  /** What this span describes, once it has ended and calls within it are incomplete. */
  facts: InferenceFacts | undefined;
}

/** A call without usage from which a cost follows. */
export interface IncompleteCall {
  call: ForeignCall;
  since: number;
  /** The spans around it that describe the same call and may report more. */
  readonly sources: Set<SeenSpan>;
}

/**
 * `seen` and its ancestors that describe the same call, up to an agent, a tool or a workflow. Skips calls of another
 * type than `operation`: embeddings that a chat looks up are a call of their own.
 */
export function* spansOfCall(seen: SeenSpan | undefined, operation: string | undefined): Generator<SeenSpan> {
  for (let span = seen; span !== undefined; span = span.parent) {
    const meaning = meaningNow(span);
    if (meaning === 'enclosing') return;
    if (typeof meaning === 'string' || operation === undefined || isSameType(meaning.operation, operation)) yield span;
  }
}

export function meaningNow({ open, held, enclosing }: SeenSpan): Meaning {
  const span = open?.deref();
  if (span !== undefined) return meaningOf(span);
  return held?.call.facts ?? (enclosing ? 'enclosing' : 'nothing');
}

/** Whether an ancestor of the same call was recorded because it stopped waiting for its descendants. */
export function hasRecordedAncestor(seen: SeenSpan, operation: string): boolean {
  for (const { recordedOperation } of spansOfCall(seen.parent, operation)) {
    if (recordedOperation !== undefined && isSameType(recordedOperation, operation)) return true;
  }
  return false;
}

function isSameType(one: string, other: string): boolean {
  return callTypeOf(one) === callTypeOf(other);
}
