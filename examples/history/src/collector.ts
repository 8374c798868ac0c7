import { setTimeout as sleep } from 'node:timers/promises';
import { deliver, encodeSpan, otlpSender, type BatchHead, type SpanData } from './instrumentation.ts';

/** Limits of one request: about as many records as the collector writes at once, and far below what it accepts. */
const MAX_SPANS = 1000;
const MAX_BYTES = 2 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const RETRY_MS = 500;
/** A collector that stays unreachable for this long is not coming back. */
const GIVE_UP_MS = 5 * 60_000;

/** Sends spans to the collector, one request at a time, and waits while it is busy or unreachable. */
export class Collector {
  readonly #send;

  /** `url`: base URL of the collector, OTLP over HTTP. */
  constructor(url: string, token: string) {
    this.#send = otlpSender(new URL('/v1/traces', url).href, { authorization: `Bearer ${token}` }, TIMEOUT_MS);
  }

  /** @throws an Error if the collector rejects a span, or stays unreachable for five minutes. */
  async send(head: BatchHead, spans: readonly SpanData[]): Promise<void> {
    for (const batch of batches(spans.map(encodeSpan))) {
      await this.#deliver(head, batch);
    }
  }

  async #deliver(head: BatchHead, batch: readonly Uint8Array[]): Promise<void> {
    const deadline = Date.now() + GIVE_UP_MS;
    for (let rest = batch; rest.length > 0;) {
      const delivery = await deliver(head, rest, this.#send);
      if (delivery.refused.length > 0 || delivery.rejected > 0) {
        const status = delivery.refused[0]?.status ?? 'a partial success';
        throw new Error(`the collector rejected a record of the example history (${status})`);
      }
      rest = delivery.rest;
      if (delivery.away === undefined) continue;
      if (Date.now() > deadline) throw new Error(`the collector is unreachable (${delivery.away.reason})`);
      await sleep(delivery.away.retryAfterMs ?? RETRY_MS);
    }
  }
}

function* batches(encoded: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let batch: Uint8Array[] = [];
  let bytes = 0;
  for (const span of encoded) {
    if (batch.length > 0 && (batch.length === MAX_SPANS || bytes + span.length > MAX_BYTES)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(span);
    bytes += span.length;
  }
  if (batch.length > 0) yield batch;
}
