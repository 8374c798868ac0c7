import { asOurs } from '../../util/app-context.ts';
import type { CallRecord } from '../../record/call-record.ts';
import type { Send } from '../otlp/otlp-http.ts';
import { MetricTable, NO_LABELS, type Labels } from '../otlp/metric-table.ts';
import type { PricedCall } from '@tokentrail/pricing';
import { tokensOf } from '../../record/token-counts.ts';
import { shortened } from './attribute-value.ts';
import { textOf } from '../../util/text.ts';
import { encodeBatch, type BatchHead } from '../otlp/span-encoder.ts';
import { redactName } from '../../redaction/redact-text.ts';
import { memoize } from '../../util/memoize.ts';

/** Histogram boundaries in seconds, as the GenAI conventions recommend. */
const DURATIONS = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const SEND_EVERY_MS = 15_000;
const NANO_PER_USD = 1e9;

/** Numbers of dropped and spooled records so far. */
export interface ExportCounts {
  readonly dropped: number;
  readonly spooled: number;
}

/**
 * The metrics of this process's records. They are cumulative, so a lost export loses nothing. The only labels are
 * model, provider, state and group, so the number of series does not grow with users.
 */
export class RecordMetrics {
  readonly #table = new MetricTable(['model', 'provider', 'state', 'group']);
  readonly #requests = this.#table.counter('tokentrail.requests', '{request}', 'records that ended, by state');
  readonly #duration = this.#table.histogram('gen_ai.client.inference.duration', 's', 'length of a call', DURATIONS);
  readonly #firstChunk = this.#table.histogram(
    'gen_ai.client.inference.time_to_first_chunk',
    's',
    'from the start of a call to its first chunk',
    DURATIONS,
  );
  readonly #input = this.#table.counter(
    'gen_ai.client.inference.usage.input_tokens',
    '{token}',
    'input tokens, as far as providers reported them',
  );
  readonly #output = this.#table.counter(
    'gen_ai.client.inference.usage.output_tokens',
    '{token}',
    'output tokens, as far as providers reported them',
  );
  readonly #paid = this.#table.counter(
    'tokentrail.cost.paid.usd',
    '{USD}',
    'what providers will invoice, as far as it is known',
  );
  readonly #unpriced = this.#table.counter('tokentrail.cost.unknown', '{call}', 'calls whose paid cost is not known');
  readonly #attempts = this.#table.counter(
    'tokentrail.attempts',
    '{attempt}',
    'upstream attempts, by provider and outcome',
  );
  readonly #dropped = this.#table.counter(
    'tokentrail.records.dropped',
    '{record}',
    'records that were lost on their way',
  );
  readonly #send: Send;
  readonly #head: BatchHead;
  readonly #spooled = this.#table.counter(
    'tokentrail.records.spooled',
    '{record}',
    'records that waited on disk for the collector',
  );
  readonly #counts: ExportCounts;
  readonly #timer: NodeJS.Timeout;
  #counted: ExportCounts = { dropped: 0, spooled: 0 };

  constructor(head: BatchHead, send: Send, counts: ExportCounts) {
    this.#head = head;
    this.#send = send;
    this.#counts = counts;
    this.#timer = asOurs(() => setInterval(() => void this.flush().catch(() => undefined), SEND_EVERY_MS).unref());
  }

  record(record: CallRecord, cost: PricedCall | undefined): void {
    if (record.type !== 'usage') {
      return;
    }
    const { group, requestModel } = record.facts;
    const provider = record.responding?.info.provider ?? record.facts.provider;
    const labels = this.#labels(record, requestModel, provider, record.state, group);
    this.#requests.add(labels, 1);
    this.#duration.record(labels, Math.max(0, (record.endTime ?? record.startTime) - record.startTime) / 1000);
    if (record.firstChunkMs !== undefined) this.#firstChunk.record(labels, record.firstChunkMs / 1000);
    const { usage } = record;
    const tokens = usage === undefined ? {} : tokensOf(usage);
    if (tokens.inputTokens !== undefined) this.#input.add(labels, tokens.inputTokens);
    if (tokens.outputTokens !== undefined) this.#output.add(labels, tokens.outputTokens);
    if (cost?.paid.nanoUsd != null) this.#paid.add(labels, Number(cost.paid.nanoUsd) / NANO_PER_USD);
    else this.#unpriced.add(labels, 1);
    this.#recordAttempts(record);
  }

  #recordAttempts(record: CallRecord): void {
    for (const attempt of record.attempts) {
      if (!attempt.wasSent) continue;
      const model = attempt.info.model ?? record.facts.requestModel;
      const provider = attempt.info.provider ?? record.facts.provider;
      this.#attempts.add(this.#labels(record, model, provider, attempt.state, record.facts.group), 1);
    }
  }

  /** Every viewer of Prometheus can read labels, so a key passed as a model name is redacted. */
  #labels({ shownName }: CallRecord, model: unknown, provider: unknown, state: string, group: unknown): Labels {
    const label = (value: unknown): string | undefined => {
      const text = textOf(value);
      return text === undefined ? undefined : shortened(knownName(shownName(text)));
    };
    return this.#table.labels([label(model), label(provider), state, label(group)]);
  }

  /** Sends the current value of every metric. A failed export is not retried; the next one includes its values. */
  async flush(): Promise<void> {
    this.#count();
    const encodedSpans = this.#table.encode();
    if (encodedSpans.length > 0) await this.#send(encodeBatch(this.#head, encodedSpans));
  }

  #count(): void {
    const { dropped, spooled } = this.#counts;
    if (dropped > this.#counted.dropped) this.#dropped.add(NO_LABELS, dropped - this.#counted.dropped);
    if (spooled > this.#counted.spooled) this.#spooled.add(NO_LABELS, spooled - this.#counted.spooled);
    this.#counted = { dropped, spooled };
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

const knownName = memoize(redactName);
