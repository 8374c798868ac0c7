import { defined } from '../util/defined.ts';
import type { InferenceFacts } from './facts.ts';
import type { ForeignCall } from './foreign-call.ts';
import { hasBasis } from './span-usage.ts';
import type { IncompleteCall, SeenSpan } from './span-tree.ts';

/** How long a span waits for its descendants, and a call for the spans around it. */
const MAX_HOLD_MS = 30_000;
export const MAX_HELD = 1000;

/** `since` in Unix ms. */
export function hasExpired(since: number): boolean {
  return Math.abs(Date.now() - since) >= MAX_HOLD_MS;
}

/**
 * Keeps calls that lack facts until the spans around them have ended. The innermost span of a call is closest to the
 * provider, but another library's span around it may know more, such as the usage of a stream.
 */
export class IncompleteCalls {
  readonly #record: (call: ForeignCall) => void;
  readonly #calls = new Set<IncompleteCall>();

  constructor(record: (call: ForeignCall) => void) {
    this.#record = record;
  }

  get size(): number {
    return this.#calls.size;
  }

  /** Records `call`, at once if it lacks nothing or if none of `sources` can be waited for. */
  add(call: ForeignCall, sources: readonly SeenSpan[]): void {
    // A gateway's record does not wait for its attempts.
    if (sources.length === 0 || call.startContext.gatewayRecord !== undefined || !isIncomplete(call)) {
      this.#record(call);
      return;
    }
    const incomplete: IncompleteCall = { call, since: Date.now(), sources: new Set(sources) };
    this.#calls.add(incomplete);
    for (const source of sources) source.incomplete.add(incomplete);
    const [oldest] = this.#calls;
    if (oldest !== undefined && this.#calls.size > MAX_HELD) this.#release(oldest);
  }

  /**
   * Called when `source` and its descendants have ended. Its facts are those of the call within it, unless there were
   * several: then its usage is their sum.
   */
  supplement(source: SeenSpan): void {
    for (const incomplete of source.incomplete) {
      const { call, sources } = incomplete;
      if (source.facts !== undefined && source.callsWithin === 1) {
        incomplete.call = { ...call, facts: supplemented(call.facts, source.facts) };
      }
      sources.delete(source);
      if (sources.size === 0 || !isIncomplete(incomplete.call)) this.#release(incomplete);
    }
    source.incomplete.clear();
    source.facts = undefined;
  }

  releaseExpired(): void {
    for (const incomplete of this.#calls) {
      if (hasExpired(incomplete.since)) this.#release(incomplete);
    }
  }

  /** Records all calls as they are. */
  settle(): void {
    for (const incomplete of this.#calls) this.#release(incomplete);
  }

  #release(incomplete: IncompleteCall): void {
    this.#calls.delete(incomplete);
    for (const source of incomplete.sources) source.incomplete.delete(incomplete);
    this.#record(incomplete.call);
  }
}

function isIncomplete({ state, facts }: ForeignCall): boolean {
  return state !== 'failed' && !hasBasis(facts.usage) && facts.reportedCostUsd === undefined;
}

/** The facts of a call with those that only the span around it reports. */
function supplemented(inner: InferenceFacts, outer: InferenceFacts): InferenceFacts {
  const { usage, responseModel, responseId, finishReasons, reportedCostUsd, servedServiceTier, conversationId } = outer;
  const more = { responseModel, responseId, finishReasons, reportedCostUsd, servedServiceTier, conversationId };
  return {
    ...defined(more),
    ...inner,
    ...defined({ usage: hasBasis(usage) ? usage : (inner.usage ?? usage) }),
  };
}
