import { callTypeOf } from '@tokentrail/records';
import { asOurs } from '../util/app-context.ts';
import type { ContentKey } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { meaningOf } from './dialects.ts';
import type { Meaning } from './facts.ts';
import { foreignCall, isPatchedCall, startContextOf, type ForeignCall, type SpanStartContext } from './foreign-call.ts';
import type { EndedSpan, SpanIds, StartedSpan } from '../util/otel-span.ts';

export interface ForeignSpansOptions {
  /** Records a call; called once per call. */
  record(call: ForeignCall): void;
  /** Whether content of this kind is captured. */
  wants(key: ContentKey): boolean;
  /** Called once, when the first span begins: the app has added a span processor. */
  firstSpan?(): void;
}

/** A span that is open, or has descendants that are open. */
interface SeenSpan {
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
}

/** How long an ended span waits for its descendants. */
const MAX_HOLD_MS = 30_000;
const CHECK_INTERVAL_MS = 5000;
const MAX_HELD = 1000;
/** A deeper span is treated as a root, so that a program that never ends its spans cannot build an endless chain. */
const MAX_DEPTH = 100;

/**
 * Decides which spans of other libraries are calls, so that each call is recorded once. Of nested spans the innermost
 * is the call; a record of a patched SDK takes precedence over the spans around it. The README lists all cases.
 *
 * Spans are held only in a weak map, and held calls are limited in number and time.
 */
export class ForeignSpans {
  readonly #options: ForeignSpansOptions;
  /** By the span's context object, which children share as their `parentSpanContext`. */
  readonly #seen = new WeakMap<SpanIds, SeenSpan>();
  /** The newest span that began in an async context. */
  readonly #newestIn = new WeakMap<AsyncContext, WeakRef<SeenSpan>>();
  readonly #held = new Set<SeenSpan>();
  #timer: NodeJS.Timeout | undefined;
  #seenAny = false;

  constructor(options: ForeignSpansOptions) {
    this.#options = options;
  }

  /** The number of calls that wait for descendants. */
  get held(): number {
    return this.#held.size;
  }

  /** Called when a span begins. `asyncContext` is the current context. */
  started(span: StartedSpan, asyncContext: AsyncContext | undefined): void {
    const ids = span.spanContext();
    // The app may have added two of our processors.
    if (this.#seen.has(ids)) return;
    if (!this.#seenAny) this.#options.firstSpan?.();
    this.#seenAny = true;
    const nearest = this.#nearestOpen(span.parentSpanContext);
    const parent = nearest === undefined || nearest.depth >= MAX_DEPTH ? undefined : nearest;
    for (let ancestor = parent; ancestor !== undefined; ancestor = ancestor.parent) ancestor.openDescendants++;
    const seen: SeenSpan = {
      parent,
      depth: parent === undefined ? 0 : parent.depth + 1,
      startContext: startContextOf(asyncContext),
      open: new WeakRef(span),
      enclosing: false,
      openDescendants: 0,
      counted: false,
      recordedOperation: undefined,
      held: undefined,
    };
    this.#seen.set(ids, seen);
    if (asyncContext !== undefined) this.#newestIn.set(asyncContext, new WeakRef(seen));
  }

  /** Called when a span ends: records its call, or holds the call until the span's descendants have ended. */
  ended(span: EndedSpan): void {
    const seen = this.#seen.get(span.spanContext());
    if (seen?.open === undefined || seen.startContext === undefined) return;
    const { startContext } = seen;
    seen.open = undefined;
    seen.startContext = undefined;
    // Guarded separately: the ancestors must stop waiting for this span even if reading it throws.
    guarded('the attributes of a span', () => this.#read(seen, span, startContext));
    for (let ancestor = seen.parent; ancestor !== undefined; ancestor = ancestor.parent) {
      ancestor.openDescendants--;
      if (ancestor.openDescendants === 0) this.#release(ancestor);
    }
  }

  /** Marks the active third-party span and those around it as covered by a record of ours that begins now. */
  claim(active: SpanIds | undefined, operation?: string): void {
    for (const span of spansOfCall(this.#nearestOpen(active), operation)) this.#markCounted(span);
  }

  /** Does the same for the newest span that began in `asyncContext`: it belongs to the call but is not active yet. */
  claimNewestIn(asyncContext: AsyncContext): void {
    const newest = this.#newestIn.get(asyncContext)?.deref();
    if (newest?.open !== undefined) for (const span of spansOfCall(newest, undefined)) this.#markCounted(span);
  }

  /** Records all held calls now. */
  settle(): void {
    for (const seen of [...this.#held].sort((a, b) => b.depth - a.depth)) this.#release(seen);
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #read(seen: SeenSpan, span: EndedSpan, startContext: SpanStartContext): void {
    const meaning = meaningOf(span);
    seen.enclosing = meaning === 'enclosing';
    if (typeof meaning === 'string' || isPatchedCall(startContext, meaning) || seen.counted) return;
    if (hasRecordedAncestor(seen, meaning.operation)) return;
    const call = foreignCall(span, meaning, startContext, (key) => this.#options.wants(key));
    if (seen.openDescendants === 0) this.#count(seen, call);
    else this.#hold(seen, call);
  }

  #count(seen: SeenSpan, call: ForeignCall): void {
    const { operation } = call.facts;
    this.#markCounted(seen);
    seen.recordedOperation = operation;
    for (const ancestor of spansOfCall(seen.parent, operation)) this.#markCounted(ancestor);
    guarded('the record of a span', () => this.#options.record(call));
  }

  #markCounted(seen: SeenSpan): void {
    seen.counted = true;
    seen.held = undefined;
    this.#held.delete(seen);
  }

  /** Ends the wait of a held call: records it, unless an ancestor has been recorded. */
  #release(seen: SeenSpan): void {
    if (seen.held === undefined) return;
    if (hasRecordedAncestor(seen, seen.held.call.facts.operation)) this.#markCounted(seen);
    else this.#count(seen, seen.held.call);
  }

  #hold(seen: SeenSpan, call: ForeignCall): void {
    seen.held = { call, since: Date.now() };
    this.#held.add(seen);
    const [oldest] = this.#held;
    if (oldest !== undefined && this.#held.size > MAX_HELD) this.#release(oldest);
    this.#timer ??= asOurs(() =>
      setInterval(() => guarded('held spans', () => this.#releaseExpired()), CHECK_INTERVAL_MS).unref(),
    );
  }

  #releaseExpired(): void {
    for (const seen of this.#held) {
      if (Math.abs(Date.now() - (seen.held?.since ?? 0)) >= MAX_HOLD_MS) this.#release(seen);
    }
    if (this.#held.size === 0) this.settle();
  }

  /** The span `ids`, or its nearest open ancestor. An ended agent, tool or workflow span stops the search. */
  #nearestOpen(ids: SpanIds | undefined): SeenSpan | undefined {
    let seen = ids === undefined ? undefined : this.#seen.get(ids);
    while (seen !== undefined && seen.open === undefined) seen = seen.enclosing ? undefined : seen.parent;
    return seen;
  }
}

/**
 * `seen` and its ancestors that describe the same call, up to an agent, a tool or a workflow. Skips calls of another
 * type than `operation`: embeddings that a chat looks up are a call of their own.
 */
function* spansOfCall(seen: SeenSpan | undefined, operation: string | undefined): Generator<SeenSpan> {
  for (let span = seen; span !== undefined; span = span.parent) {
    const meaning = meaningNow(span);
    if (meaning === 'enclosing') return;
    if (typeof meaning === 'string' || operation === undefined || isSameType(meaning.operation, operation)) yield span;
  }
}

function meaningNow({ open, held, enclosing }: SeenSpan): Meaning {
  const span = open?.deref();
  if (span !== undefined) return meaningOf(span);
  return held?.call.facts ?? (enclosing ? 'enclosing' : 'nothing');
}

/** Whether an ancestor of the same call was recorded because it stopped waiting for its descendants. */
function hasRecordedAncestor(seen: SeenSpan, operation: string): boolean {
  for (const { recordedOperation } of spansOfCall(seen.parent, operation)) {
    if (recordedOperation !== undefined && isSameType(recordedOperation, operation)) return true;
  }
  return false;
}

function isSameType(one: string, other: string): boolean {
  return callTypeOf(one) === callTypeOf(other);
}
