import { MetricReader, type ScopeMetrics } from '@opentelemetry/sdk-metrics';
import { ProtobufMetricsSerializer } from '@opentelemetry/otlp-transformer';
import type { Send } from '../otlp/otlp-http.ts';

const SEND_EVERY_MS = 15_000;

/**
 * Sends the value of every metric to the collector, every 15 s and at a flush, one request at a time. A failed request
 * is neither retried nor reported: the values are cumulative, so the next one includes them, and the exporter of the
 * records warns about the collector. Nothing of it keeps the process alive
 * (docs/decisions/0012-metrics-on-the-sdk.md).
 */
export class MetricSender extends MetricReader {
  readonly #send: Send;
  readonly #more: () => ScopeMetrics;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> | undefined;

  /** `more` returns metrics that are sent beside those of the SDK's instruments. */
  constructor(send: Send, more: () => ScopeMetrics) {
    super();
    this.#send = send;
    this.#more = more;
  }

  override onInitialized(): void {
    this.#timer = setInterval(() => {
      if (this.#sending === undefined) void this.#sendOnce();
    }, SEND_EVERY_MS).unref();
  }

  /** Sends values that are newer than the call. Never rejects. */
  protected override async onForceFlush(): Promise<void> {
    while (this.#sending !== undefined) await this.#sending;
    await this.#sendOnce();
  }

  /** Ends the periodic sending; a flush still sends. */
  stop(): void {
    clearInterval(this.#timer);
  }

  protected override async onShutdown(): Promise<void> {
    this.stop();
  }

  #sendOnce(): Promise<void> {
    this.#sending = this.#collectAndSend()
      .catch(() => undefined)
      .finally(() => (this.#sending = undefined));
    return this.#sending;
  }

  async #collectAndSend(): Promise<void> {
    const { resource, scopeMetrics } = (await this.collect()).resourceMetrics;
    const filled = [...scopeMetrics, this.#more()].filter(({ metrics }) => metrics.length > 0);
    if (filled.length === 0) return;
    const body = ProtobufMetricsSerializer.serializeRequest({ resource, scopeMetrics: filled });
    if (body !== undefined) await this.#send(body);
  }
}
