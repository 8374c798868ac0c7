import { callTypeOf } from '@tokentrail/records';
import { asOurs } from '../util/app-context.ts';
import type { ContentKey } from '../types.ts';
import { guarded } from '../util/guarded.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { meaningOf } from './dialects.ts';
import type { Meaning } from './facts.ts';
import { foreignCall, isOurs, startContextOf, type ForeignCall, type SpanStartContext } from './foreign-call.ts';
import type { EndedSpan, SpanIds, StartedSpan } from '../util/otel-span.ts';

export interface ForeignSpansOptions {
  /** Takes a call that counts. */
  record(call: ForeignCall): void;
  wants(key: ContentKey): boolean;
  /** Called once, when there is a span processor that tells of spans. */
  firstSpan?(): void;
}

/** A span while it is open, and as long as spans below it are. */
interface SeenSpan {
  readonly parent: SeenSpan | undefined;
  readonly depth: number;
  /** Until it ends: what it holds may be large, and frames that know of this span are kept by sockets. */
  startContext: SpanStartContext | undefined;
  /** Until it ends. Weak: a span knows its parent's name, and an app may drop spans that it never ended. */
  open: WeakRef<StartedSpan> | undefined;
  /** It ended as something that makes calls, and was none. */
  enclosing: boolean;
  /** Spans that began below it while it was open, and have not ended. */
  openBelow: number;
  /** Its call is that of a record already: of a span below it, of our own patches, or of itself. */
  counted: boolean;
  /** The operation of the record that it is itself. */
  recorded: string | undefined;
  /** Ended with spans below it still open: one of these may be the same call, nearer to the provider. */
  held: { call: ForeignCall; since: number } | undefined;
}

/** How long an ended span waits for those below it. */
const LONGEST_HOLD_MS = 30_000;
const LOOK_EVERY_MS = 5000;
const MOST_HELD = 1000;
/** Above it a span counts as one without a parent: a program that never ends its spans must not chain them for ever. */
const DEEPEST = 100;

/**
 * Spans of other libraries, and which of them are calls. **One call counts once**: of spans inside one another the
 * innermost is the call, since it is nearest to the provider; a record of our own patches, begun while a span is active,
 * goes before that span. It makes no difference which of them ends first. An agent, a tool or a workflow between two spans
 * parts them into two calls, and so does the end of the outer one before the inner begins, or another type of call.
 *
 * Nothing here outlives the spans: they are known by a weak map alone, and what is held is bounded in number and time.
 */
export class ForeignSpans {
  readonly #options: ForeignSpansOptions;
  /** By the object that a span names itself with: children have the same one as their parent's. */
  readonly #seen = new WeakMap<SpanIds, SeenSpan>();
  /** The newest that began in a frame. */
  readonly #newestIn = new WeakMap<AsyncContext, WeakRef<SeenSpan>>();
  readonly #held = new Set<SeenSpan>();
  #timer: NodeJS.Timeout | undefined;
  #any = false;

  constructor(options: ForeignSpansOptions) {
    this.#options = options;
  }

  /** How many calls wait for spans below them. */
  get held(): number {
    return this.#held.size;
  }

  /** `frame` is what is in force where the span begins. */
  started(span: StartedSpan, asyncContext: AsyncContext | undefined): void {
    const ids = span.spanContext();
    // Two of our processors may see the same span.
    if (this.#seen.has(ids)) return;
    if (!this.#any) this.#options.firstSpan?.();
    this.#any = true;
    const around = this.#openAround(span.parentSpanContext);
    const parent = around === undefined || around.depth >= DEEPEST ? undefined : around;
    for (let above = parent; above !== undefined; above = above.parent) above.openBelow++;
    const seen: SeenSpan = {
      parent,
      depth: parent === undefined ? 0 : parent.depth + 1,
      startContext: startContextOf(asyncContext),
      open: new WeakRef(span),
      enclosing: false,
      openBelow: 0,
      counted: false,
      recorded: undefined,
      held: undefined,
    };
    this.#seen.set(ids, seen);
    if (asyncContext !== undefined) this.#newestIn.set(asyncContext, new WeakRef(seen));
  }

  ended(span: EndedSpan): void {
    const seen = this.#seen.get(span.spanContext());
    if (seen?.open === undefined || seen.startContext === undefined) return;
    const { startContext } = seen;
    seen.open = undefined;
    seen.startContext = undefined;
    // Whatever it holds, those around it must not wait for it any longer.
    guarded('what a span tells', () => this.#read(seen, span, startContext));
    for (let above = seen.parent; above !== undefined; above = above.parent) {
      above.openBelow--;
      if (above.openBelow === 0) this.#release(above);
    }
  }

  /** A record of our own begins while the span `active` is: it is the call that this span, and those around it, tell of. */
  claim(active: SpanIds | undefined, operation?: string): void {
    for (const span of callsAround(this.#openAround(active), operation)) this.#leaveOut(span);
  }

  /** The same of the newest span that began in `frame`: one that is of this call, and not active yet. */
  claimNewestIn(asyncContext: AsyncContext): void {
    const newest = this.#newestIn.get(asyncContext)?.deref();
    if (newest?.open !== undefined) for (const span of callsAround(newest, undefined)) this.#leaveOut(span);
  }

  /** Counts all that is held, at once. */
  settle(): void {
    for (const seen of [...this.#held].sort((a, b) => b.depth - a.depth)) this.#release(seen);
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #read(seen: SeenSpan, span: EndedSpan, startContext: SpanStartContext): void {
    const meaning = meaningOf(span);
    seen.enclosing = meaning === 'enclosing';
    if (typeof meaning === 'string' || isOurs(startContext, meaning) || seen.counted) return;
    if (isRecordedAround(seen, meaning.operation)) return;
    const call = foreignCall(span, meaning, startContext, (key) => this.#options.wants(key));
    if (seen.openBelow === 0) this.#count(seen, call);
    else this.#hold(seen, call);
  }

  #count(seen: SeenSpan, call: ForeignCall): void {
    const { operation } = call.facts;
    this.#leaveOut(seen);
    seen.recorded = operation;
    for (const around of callsAround(seen.parent, operation)) this.#leaveOut(around);
    guarded('the record of a span', () => this.#options.record(call));
  }

  #leaveOut(seen: SeenSpan): void {
    seen.counted = true;
    seen.held = undefined;
    this.#held.delete(seen);
  }

  /** It waits no longer. */
  #release(seen: SeenSpan): void {
    if (seen.held === undefined) return;
    if (isRecordedAround(seen, seen.held.call.facts.operation)) this.#leaveOut(seen);
    else this.#count(seen, seen.held.call);
  }

  #hold(seen: SeenSpan, call: ForeignCall): void {
    seen.held = { call, since: Date.now() };
    this.#held.add(seen);
    const [oldest] = this.#held;
    if (oldest !== undefined && this.#held.size > MOST_HELD) this.#release(oldest);
    this.#timer ??= asOurs(() => setInterval(() => guarded('spans held', () => this.#look()), LOOK_EVERY_MS).unref());
  }

  #look(): void {
    for (const seen of this.#held) {
      if (Math.abs(Date.now() - (seen.held?.since ?? 0)) >= LONGEST_HOLD_MS) this.#release(seen);
    }
    if (this.#held.size === 0) this.settle();
  }

  /** The span `ids`, or the nearest around it, that is open. */
  #openAround(ids: SpanIds | undefined): SeenSpan | undefined {
    let seen = ids === undefined ? undefined : this.#seen.get(ids);
    while (seen !== undefined && seen.open === undefined) seen = seen.enclosing ? undefined : seen.parent;
    return seen;
  }
}

/**
 * `seen` and the spans around it, up to what makes calls and is none. Those that tell of a call of another type than
 * `operation` are left out: embeddings that a chat looks up are no part of it.
 */
function* callsAround(seen: SeenSpan | undefined, operation: string | undefined): Generator<SeenSpan> {
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

/** Whether a span around this one, of the same call, did not wait for it any longer. */
function isRecordedAround(seen: SeenSpan, operation: string): boolean {
  for (const { recorded } of callsAround(seen.parent, operation)) {
    if (recorded !== undefined && isSameType(recorded, operation)) return true;
  }
  return false;
}

function isSameType(one: string, other: string): boolean {
  return callTypeOf(one) === callTypeOf(other);
}
