import { atMost, MAX_WAIT_MS } from '../util/at-most.ts';
import { currentRuntime } from '../api/runtime.ts';
import { guarded } from '../util/guarded.ts';
import type { EndedSpan, StartedSpan } from '../util/otel-span.ts';

/**
 * An OpenTelemetry span processor for SDK 2.x and 3.x. It records the LLM calls that spans of other libraries describe.
 * Add it to the app's own provider, at any position in the list:
 *
 *     new NodeSDK({ spanProcessors: [new TokenTrailSpanProcessor(), …] })
 *
 * It changes no span and never throws. It sees only the spans that the app samples: if a sampler drops a span, its call
 * has no record.
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

  /** Sends the queued records. Waits at most 3 s and never rejects. */
  async forceFlush(): Promise<void> {
    const runtime = currentRuntime();
    // `atMost` keeps the process alive while it waits. Our sockets do not, and the app may have nothing else to do.
    if (runtime !== undefined) await atMost(MAX_WAIT_MS, runtime.flush());
  }

  /** Called when the app's provider shuts down. Sends the queued records; TokenTrail itself keeps recording. */
  async shutdown(): Promise<void> {
    await this.forceFlush();
  }
}
