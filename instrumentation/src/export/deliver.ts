import type { Send } from './otlp/otlp-http.ts';
import { readPartialSuccess } from './otlp/partial-success.ts';
import { encodeBatch, type BatchHead } from './otlp/span-encoder.ts';
import { withoutContent } from './otlp/without-content.ts';

/** What became of the frames of one batch. */
export interface Delivery {
  /** Those that are not settled because the collector was away, in order. Empty when all are. */
  rest: readonly Uint8Array[];
  away?: { reason: string; retryAfterMs?: number };
  /** Those that the collector refused even alone and without their content, as they were refused last. */
  refused: { encodedSpan: Uint8Array; status: number }[];
  /** How many arrived only without their content, since the collector refused them with it. */
  shortened: number;
  /** How many spans the collector took the request with and yet did not keep. */
  rejected: number;
  /** What the collector said of requests that it took. */
  remark: string;
}

/**
 * Sends `frames` as one request. Where that is refused for what it is (400, 413, …) they are halved until the culprit
 * stands alone; it is tried once more without its content, and given back if that does not help. So one bad record
 * neither blocks the others nor takes them along.
 */
export async function deliver(head: BatchHead, encodedSpans: readonly Uint8Array[], send: Send): Promise<Delivery> {
  const delivery: Delivery = { rest: [], refused: [], shortened: 0, rejected: 0, remark: '' };
  const parts: (readonly Uint8Array[])[] = [encodedSpans];
  const bare = new WeakSet<Uint8Array>();
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const outcome = await send(encodeBatch(head, part));
    if (outcome.kind === 'unavailable') {
      const { reason, retryAfterMs } = outcome;
      delivery.rest = [part, ...parts.reverse()].flat();
      delivery.away = retryAfterMs === undefined ? { reason } : { reason, retryAfterMs };
      return delivery;
    }
    if (outcome.kind === 'accepted') {
      const { rejectedSpans, message } = readPartialSuccess(outcome.body);
      delivery.rejected += Math.min(rejectedSpans, part.length);
      delivery.remark ||= message;
      if (bare.has(part[0]!)) delivery.shortened++;
    } else if (part.length > 1) {
      const middle = part.length >> 1;
      parts.push(part.slice(middle), part.slice(0, middle));
    } else {
      const encodedSpan = part[0]!;
      const shorter = withoutContent(encodedSpan);
      if (shorter === encodedSpan) {
        delivery.refused.push({ encodedSpan, status: outcome.status });
      } else {
        bare.add(shorter);
        parts.push([shorter]);
      }
    }
  }
  return delivery;
}
