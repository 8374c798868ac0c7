import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBatch, encodeSpan, readPartialSuccess, type BatchHead, type SpanData } from './instrumentation.ts';

/** Limits of one request: about as many records as the collector writes at once, and far below what it accepts. */
const MAX_SPANS = 1000;
const MAX_BYTES = 2 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const RETRY_MS = 500;
/** A collector that stays unreachable for this long is not coming back. */
const GIVE_UP_MS = 5 * 60_000;

/** Statuses with which a collector asks for a retry: opentelemetry.io/docs/specs/otlp/#failures-1. */
const RETRYABLE = new Set([429, 502, 503, 504]);

/** Sends spans to the collector, one request at a time, and waits while it is busy or unreachable. */
export class Collector {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;

  /** `url`: base URL of the collector, OTLP over HTTP. */
  constructor(url: string, token: string) {
    this.#url = new URL('/v1/traces', url).href;
    this.#headers = { authorization: `Bearer ${token}`, 'content-type': 'application/x-protobuf' };
  }

  /** @throws an Error if the collector rejects a span, or stays unreachable for five minutes. */
  async send(head: BatchHead, spans: readonly SpanData[]): Promise<void> {
    for (const batch of batches(spans.map(encodeSpan))) {
      await this.#deliver(encodeBatch(head, batch));
    }
  }

  async #deliver(body: Uint8Array): Promise<void> {
    const deadline = Date.now() + GIVE_UP_MS;
    for (;;) {
      const failure = await this.#post(body);
      if (failure === null) return;
      if (Date.now() > deadline) throw new Error(`the collector at ${this.#url} is unreachable (${failure})`);
      await sleep(RETRY_MS);
    }
  }

  /**
   * Sends one request. Resolves with the reason if it should be repeated, else with null.
   * @throws an Error if the collector rejects the request or a part of it.
   */
  async #post(body: Uint8Array): Promise<string | null> {
    let response: Response;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      response = await fetch(this.#url, { method: 'POST', headers: this.#headers, body: Buffer.from(body), signal });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    const responseBody = Buffer.from(await response.arrayBuffer());
    if (RETRYABLE.has(response.status)) return `status ${response.status}`;
    if (!response.ok) throw this.#rejected(`status ${response.status}: ${responseBody.toString()}`);
    const { rejectedSpans, message } = readPartialSuccess(responseBody);
    if (rejectedSpans > 0) throw this.#rejected(`${rejectedSpans} spans: ${message}`);
    return null;
  }

  #rejected(reason: string): Error {
    return new Error(`the collector at ${this.#url} rejected records of the example history (${reason})`);
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
