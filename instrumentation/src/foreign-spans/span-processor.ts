import { atMost, LONGEST_WAIT_MS } from '../util/at-most.ts';
import { currentRuntime } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import type { EndedSpan, StartedSpan } from '../util/otel-span.ts';

/**
 * An OpenTelemetry span processor, for SDK 2.x and 3.x: makes records of the LLM calls that spans of other libraries tell
 * of. Add it to the app's own provider, at any place in the list:
 *
 *     new NodeSDK({ spanProcessors: [new TokenTrailSpanProcessor(), …] })
 *
 * It changes no span and never throws. Only spans that the app records get here: a sampler that drops a span drops its call.
 */
export class TokenTrailSpanProcessor {
  onStart(span: StartedSpan, _parentContext?: unknown): void {
    const runtime = currentRuntime();
    if (runtime !== undefined) {
      guarded('the start of a span', () => runtime.foreignSpans.started(span, runtime.asyncContexts.getStore()));
    }
  }

  onEnd(span: EndedSpan): void {
    const runtime = currentRuntime();
    if (runtime !== undefined) guarded('the end of a span', () => runtime.foreignSpans.ended(span));
  }

  /** Sends what is queued, for 3 s at most. Never rejects. */
  async forceFlush(): Promise<void> {
    const runtime = currentRuntime();
    // Our sockets keep no process alive, and the app may have nothing else to do than to wait for this.
    if (runtime !== undefined) await atMost(LONGEST_WAIT_MS, runtime.flush());
  }

  /** The app's provider ends, and not what TokenTrail records beside it. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
  }
}
