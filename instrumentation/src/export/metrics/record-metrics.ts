import type { Attributes, Meter } from '@opentelemetry/api';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { PricedCall } from '@tokentrail/pricing';
import { isTruncation, type Usage } from '@tokentrail/records';
import type { CallRecord } from '../../record/call-record.ts';
import { tokensOf } from '../../record/token-counts.ts';
import { asOurs } from '../../util/app-context.ts';
import type { Send } from '../otlp/otlp-http.ts';
import type { BatchHead } from '../otlp/span-encoder.ts';
import { finishReasonsOf } from '../mapping/call-attributes.ts';
import { CallLabels } from './call-labels.ts';
import { makeGenAiMetrics, type GenAiMetrics } from './gen-ai-metrics.ts';
import { MetricSender } from './metric-sender.ts';
import { OwnMetrics, type Counter } from './own-metrics.ts';
import { SeriesBudget, type AttributeName, type AttributeValues } from './series.ts';

const NANO_PER_USD = 1e9;
const DAY_MS = 86_400_000;

/** Totals of the exporter of records, in encoded spans, and its present size on disk. */
export interface ExportCounts {
  readonly sent: number;
  readonly dropped: number;
  readonly spooled: number;
  readonly spoolBytes: number;
}

export interface MetricOptions {
  head: BatchHead;
  send: Send;
  counts: ExportCounts;
  /** Whether the GenAI metrics have the newer names of the conventions instead of the published ones. */
  latestGenAi: boolean;
}

const CALL: readonly AttributeName[] = [
  { name: 'state', inRest: 'value' },
  { name: 'provider', inRest: 'other' },
  { name: 'model', inRest: 'other' },
  { name: 'group', inRest: 'other' },
  { name: 'key.name', inRest: 'other' },
];
const MODEL: readonly AttributeName[] = [
  { name: 'provider', inRest: 'other' },
  { name: 'model', inRest: 'other' },
];
const TOKENS: readonly AttributeName[] = [...MODEL, { name: 'type', inRest: 'value' }];
const COST: readonly AttributeName[] = [...CALL, { name: 'month', inRest: 'value' }];

/**
 * The metrics of this process's records, on a meter provider of our own: the app's providers do not see them. They are
 * cumulative, so a lost export loses nothing. The number of series has a limit (`MAX_SERIES`).
 */
export class RecordMetrics {
  readonly #sender: MetricSender;
  readonly #provider: MeterProvider;
  readonly #genAi: GenAiMetrics;
  readonly #calls: Counter;
  readonly #attempts: Counter;
  readonly #requests: Counter;
  readonly #paid: Counter;
  readonly #charged: Counter;
  readonly #unknown: Counter;
  readonly #tokens: Counter;
  readonly #truncated: Counter;

  constructor({ head, send, counts, latestGenAi }: MetricOptions) {
    const own = new OwnMetrics(head.scope, new SeriesBudget());
    this.#sender = new MetricSender(send, () => {
      own.remove(isPastMonth);
      return own.collect();
    });
    const resource = resourceFromAttributes(head.resource);
    this.#provider = asOurs(() => new MeterProvider({ resource, readers: [this.#sender] }));
    observeExport(this.#provider.getMeter(head.scope.name, head.scope.version), counts);
    this.#genAi = makeGenAiMetrics(own, latestGenAi);
    const counter = (name: string, unit: string, description: string, attributes = CALL) =>
      own.counter({ name, unit, description, attributes });
    this.#calls = counter('tokentrail.calls', '{call}', 'calls that ended');
    this.#attempts = counter('tokentrail.attempts', '{attempt}', 'attempts that were sent to a provider');
    this.#requests = counter('tokentrail.requests', '{request}', 'inbound requests without a call');
    this.#paid = counter('tokentrail.cost.paid', '{USD}', 'what providers will invoice, as far as it is known', COST);
    this.#charged = counter('tokentrail.cost.charged', '{USD}', 'what callers are billed, as far as it is known', COST);
    this.#unknown = counter('tokentrail.cost.unknown', '{call}', 'calls with an unknown paid or charged cost', COST);
    this.#tokens = counter('tokentrail.tokens', '{token}', 'tokens, as far as they were reported', TOKENS);
    this.#truncated = counter('tokentrail.calls.truncated', '{call}', 'calls whose output was cut by a limit', MODEL);
  }

  record(record: CallRecord, cost: PricedCall | undefined): void {
    if (record.type === 'request') this.#requests.add(valuesOf(new CallLabels(record)), 1);
    if (record.type !== 'usage') return;
    const labels = new CallLabels(record);
    const values = valuesOf(labels);
    // Each process that fetches a background response reports it, and counters cannot tell that it is the same one.
    if (record.shared?.begunHere === false) return this.#unknown.add([...values, monthOf(record.startTime)], 1);
    this.#calls.add(values, 1);
    const usage = tokensOf(record.usage ?? {});
    this.#genAi.record(record, labels, usage);
    this.#recordCost([...values, monthOf(record.startTime)], cost);
    this.#recordTokens(usage, [labels.provider, labels.model]);
    if (finishReasonsOf(record).some(isTruncation)) this.#truncated.add([labels.provider, labels.model], 1);
    for (const attempt of record.attempts) {
      if (!attempt.wasSent) continue;
      const { provider, model } = labels.ofAttempt(attempt);
      this.#attempts.add([attempt.state, provider, model, labels.group, labels.keyName], 1);
    }
  }

  #recordCost(values: AttributeValues, cost: PricedCall | undefined): void {
    const paid = cost?.paid.nanoUsd ?? null;
    const charged = cost?.charged.nanoUsd ?? null;
    if (paid !== null) this.#paid.add(values, Number(paid) / NANO_PER_USD);
    if (charged !== null) this.#charged.add(values, Number(charged) / NANO_PER_USD);
    if (paid === null || charged === null) this.#unknown.add(values, 1);
  }

  /** By model only: with groups and keys, these would take a large part of the series. */
  #recordTokens({ inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens }: Usage, model: AttributeValues): void {
    if (inputTokens !== undefined) this.#tokens.add([...model, 'input'], inputTokens);
    if (outputTokens !== undefined) this.#tokens.add([...model, 'output'], outputTokens);
    if (cacheReadTokens !== undefined) this.#tokens.add([...model, 'cache_read'], cacheReadTokens);
    if (cacheWriteTokens !== undefined) this.#tokens.add([...model, 'cache_write'], cacheWriteTokens);
  }

  /** Sends the value of every metric. Resolves when they are sent or the request has failed. */
  async flush(): Promise<void> {
    await asOurs(() => this.#provider.forceFlush());
  }

  /** Ends the periodic sending; `flush` still sends. */
  stop(): void {
    this.#sender.stop();
  }
}

function valuesOf({ state, provider, model, group, keyName }: CallLabels): AttributeValues {
  return [state, provider, model, group, keyName];
}

let lastDay = NaN;
let lastMonth = '';

/** The UTC month of `unixMs` as `202611`. The ledger counts a call in the month of its start too. */
function monthOf(unixMs: number): string {
  const day = Math.floor(unixMs / DAY_MS);
  if (day !== lastDay) {
    lastMonth = String(monthNumber(new Date(unixMs)));
    lastDay = day;
  }
  return lastMonth;
}

function monthNumber(date: Date): number {
  return date.getUTCFullYear() * 100 + date.getUTCMonth() + 1;
}

/** Whether a series belongs to a month before the previous one, in which no call ends any more. */
function isPastMonth({ month }: Attributes): boolean {
  if (month === undefined) return false;
  const previous = new Date();
  previous.setUTCMonth(previous.getUTCMonth() - 1, 1);
  return Number(month) < monthNumber(previous);
}

/** The numbers of the export itself. Each one is absent as long as it is 0, so that an idle process sends nothing. */
function observeExport(meter: Meter, counts: ExportCounts): void {
  const observe = (name: string, description: string, value: () => number) =>
    meter.createObservableCounter(name, { unit: '{record}', description }).addCallback((result) => {
      if (value() > 0) result.observe(value());
    });
  observe('tokentrail.records.sent', 'spans of records that the collector accepted', () => counts.sent);
  observe('tokentrail.records.dropped', 'spans of records that were lost on their way', () => counts.dropped);
  observe('tokentrail.records.spooled', 'spans of records that waited on disk', () => counts.spooled);
  const size = { unit: 'By', description: 'bytes of records that wait on disk' };
  meter.createObservableGauge('tokentrail.spool.size', size).addCallback((result) => {
    if (counts.spooled > 0 || counts.spoolBytes > 0) result.observe(counts.spoolBytes);
  });
}
