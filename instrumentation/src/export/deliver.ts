import type { Send } from './otlp/otlp-http.ts';
import { readPartialSuccess } from './otlp/partial-success.ts';
import { encodeBatch, type BatchHead } from './otlp/span-encoder.ts';
import { withoutContent } from './otlp/without-content.ts';

/** The result of delivering the encoded spans of one batch. */
export interface Delivery {
  /** The encoded spans that remain because the collector is unavailable, in order. Empty if all are settled. */
  rest: readonly Uint8Array[];
  away?: { reason: string; retryAfterMs?: number };
  /** The spans that the collector rejected even alone and without content, in the form last rejected. */
  refused: { encodedSpan: Uint8Array; status: number }[];
  /** Number of spans that the collector accepted. */
  accepted: number;
  /** Number of spans that were accepted only without their content. */
  shortened: number;
  /** Number of spans that the collector rejected within accepted requests. */
  rejected: number;
  /** The collector's message about accepted requests. */
  remark: string;
}

/**
 * Sends `encodedSpans` as one request. If the collector rejects it permanently (400, 413, …) the batch is halved until
 * the rejected span is alone; that span is sent once more without its content, and returned if it is rejected again. So
 * one bad record neither blocks nor drops the others.
 */
export async function deliver(head: BatchHead, encodedSpans: readonly Uint8Array[], send: Send): Promise<Delivery> {
  const delivery: Delivery = { rest: [], accepted: 0, refused: [], shortened: 0, rejected: 0, remark: '' };
  const parts: (readonly Uint8Array[])[] = [encodedSpans];
  const bare = new WeakSet<Uint8Array>();
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    const outcome = await send(encodeBatch(head, part));
    if (outcome.kind === 'retryable') {
      const { reason, retryAfterMs } = outcome;
      delivery.rest = [part, ...parts.reverse()].flat();
      delivery.away = retryAfterMs === undefined ? { reason } : { reason, retryAfterMs };
      return delivery;
    }
    if (outcome.kind === 'success') {
      const { rejectedSpans, message } = readPartialSuccess(outcome.body);
      const rejected = Math.min(rejectedSpans, part.length);
      delivery.accepted += part.length - rejected;
      delivery.rejected += rejected;
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
