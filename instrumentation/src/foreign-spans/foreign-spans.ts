import { asOurs } from '../util/app-context.ts';
import type { ContentKey } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { meaningOf } from './dialects.ts';
import { BegunCalls } from './begun-calls.ts';
import { foreignCall, isPatchedCall, startContextOf, type ForeignCall, type SpanStartContext } from './foreign-call.ts';
import { hasExpired, IncompleteCalls, MAX_HELD } from './incomplete-calls.ts';
import { hasRecordedAncestor, meaningNow, spansOfCall, type SeenSpan } from './span-tree.ts';
import type { EndedSpan, SpanIds, StartedSpan } from '../util/otel-span.ts';

export interface ForeignSpansOptions {
  /** Records a call; called once per call. */
  record(call: ForeignCall): void;
  /** Whether content of this kind is captured. */
  wants(key: ContentKey): boolean;
  /** Called once, when the first span begins: the app has added a span processor. */
  firstSpan?(): void;
}

const CHECK_INTERVAL_MS = 5000;
/** Spans that a program never ends must not fill the memory. */
const MAX_OPEN = 10_000;
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
  /** Open spans by their ids: some libraries pass a copy of the context object to children. */
  readonly #openById = new Map<string, WeakRef<SeenSpan>>();
  /** The newest span that began in an async context. */
  readonly #newestIn = new WeakMap<AsyncContext, WeakRef<SeenSpan>>();
  readonly #held = new Set<SeenSpan>();
  readonly #incomplete: IncompleteCalls;
  readonly #begunCalls = new BegunCalls();
  #timer: NodeJS.Timeout | undefined;
  #seenAny = false;

  constructor(options: ForeignSpansOptions) {
    this.#options = options;
    this.#incomplete = new IncompleteCalls((call) => guarded('the record of a span', () => options.record(call)));
  }

  /** The number of calls that wait for descendants, or for the spans around them. */
  get held(): number {
    return this.#held.size + this.#incomplete.size;
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
      callsWithin: 0,
      incomplete: new Set(),
      facts: undefined,
    };
    this.#seen.set(ids, seen);
    this.#openById.set(keyOf(ids), new WeakRef(seen));
    const [oldest] = this.#openById.size > MAX_OPEN ? this.#openById.keys() : [];
    if (oldest !== undefined) this.#openById.delete(oldest);
    if (asyncContext !== undefined) this.#newestIn.set(asyncContext, new WeakRef(seen));
    const meaning = meaningOf(span);
    if (typeof meaning === 'object') {
      this.#callBegan(meaning.operation, meaning.requestModel, span.instrumentationScope.name);
    }
  }

  /** Called when a span ends: records its call, or holds the call until the span's descendants have ended. */
  ended(span: EndedSpan): void {
    const seen = this.#seen.get(span.spanContext());
    if (seen?.open === undefined || seen.startContext === undefined) return;
    const { startContext } = seen;
    seen.open = undefined;
    seen.startContext = undefined;
    this.#openById.delete(keyOf(span.spanContext()));
    // Guarded separately: the ancestors must stop waiting for this span even if reading it throws.
    guarded('the attributes of a span', () => this.#read(seen, span, startContext));
    if (seen.openDescendants === 0) this.#incomplete.supplement(seen);
    for (let ancestor = seen.parent; ancestor !== undefined; ancestor = ancestor.parent) {
      ancestor.openDescendants--;
      if (ancestor.openDescendants > 0) continue;
      this.#release(ancestor);
      if (ancestor.open === undefined) this.#incomplete.supplement(ancestor);
    }
  }

  /** Marks the active third-party span and those around it as covered by a record of ours that begins now. */
  claim(active: SpanIds | undefined, operation?: string): void {
    this.#claimSpans(this.#nearestOpen(active), operation);
  }

  /** Called when a call begins that a record of ours is made of: a span of LangChain's callbacks may describe it. */
  callBegan(operation: string | undefined, model: string | undefined): void {
    if (this.#seenAny) this.#callBegan(operation, model, undefined);
  }

  #callBegan(operation: string | undefined, model: string | undefined, library: string | undefined): void {
    this.#begunCalls.add({ operation, model, startTime: Date.now(), library });
  }

  /** Does the same for the newest span that began in `asyncContext`: it belongs to the call but is not active yet. */
  claimNewestIn(asyncContext: AsyncContext): void {
    const newest = this.#newestIn.get(asyncContext)?.deref();
    if (newest?.open !== undefined) this.#claimSpans(newest, undefined);
  }

  #claimSpans(seen: SeenSpan | undefined, operation: string | undefined): void {
    for (const span of spansOfCall(seen, operation)) {
      span.callsWithin++;
      this.#markCounted(span);
    }
  }

  /** Records all held calls now. */
  settle(): void {
    for (const seen of [...this.#held].sort((a, b) => b.depth - a.depth)) this.#release(seen);
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#incomplete.settle();
  }

  #read(seen: SeenSpan, span: EndedSpan, startContext: SpanStartContext): void {
    const meaning = meaningOf(span);
    seen.enclosing = meaning === 'enclosing';
    if (typeof meaning === 'string' || isPatchedCall(startContext, meaning)) return;
    if (seen.counted) {
      if (seen.incomplete.size > 0) seen.facts = meaning;
      return;
    }
    if (hasRecordedAncestor(seen, meaning.operation)) return;
    if (this.#begunCalls.take(span, meaning)) {
      this.#claimSpans(seen, meaning.operation);
      return;
    }
    const call = foreignCall(span, meaning, startContext, (key) => this.#options.wants(key));
    if (seen.openDescendants === 0) this.#count(seen, call);
    else this.#hold(seen, call);
  }

  /** Records a call, or keeps it until the spans around it have ended if it lacks facts that these may report. */
  #count(seen: SeenSpan, call: ForeignCall): void {
    const { operation } = call.facts;
    this.#markCounted(seen);
    seen.recordedOperation = operation;
    const sources: SeenSpan[] = [];
    for (const ancestor of spansOfCall(seen.parent, operation)) {
      if (call.state !== 'failed' || call.facts.usage !== undefined) ancestor.callsWithin++;
      if (typeof meaningNow(ancestor) === 'object' || ancestor.facts !== undefined) sources.push(ancestor);
      ancestor.facts ??= ancestor.held?.call.facts;
      this.#markCounted(ancestor);
    }
    this.#incomplete.add(call, sources);
    if (this.#incomplete.size > 0) this.#startTimer();
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
    this.#startTimer();
  }

  #startTimer(): void {
    this.#timer ??= asOurs(() =>
      setInterval(() => guarded('held spans', () => this.#releaseExpired()), CHECK_INTERVAL_MS).unref(),
    );
  }

  #releaseExpired(): void {
    for (const seen of this.#held) {
      if (hasExpired(seen.held?.since ?? 0)) this.#release(seen);
    }
    this.#incomplete.releaseExpired();
    if (this.#held.size === 0 && this.#incomplete.size === 0) this.settle();
  }

  /** The span `ids`, or its nearest open ancestor. An ended agent, tool or workflow span stops the search. */
  #nearestOpen(ids: SpanIds | undefined): SeenSpan | undefined {
    let seen = ids === undefined ? undefined : (this.#seen.get(ids) ?? this.#openCopy(ids));
    while (seen !== undefined && seen.open === undefined) seen = seen.enclosing ? undefined : seen.parent;
    return seen;
  }

  /** The open span of this process of which `ids` is a copy. */
  #openCopy(ids: SpanIds): SeenSpan | undefined {
    return ids.isRemote === true ? undefined : this.#openById.get(keyOf(ids))?.deref();
  }
}

function keyOf({ traceId, spanId }: SpanIds): string {
  return traceId + spanId;
}
