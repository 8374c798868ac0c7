import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac } from 'node:crypto';
import { isMainThread } from 'node:worker_threads';
import type { FoundSdks, Runtime } from '../api/runtime.ts';
import { EndedRecords } from '../export/ended-records.ts';
import { spanOfProcess } from '../export/mapping/process-span.ts';
import { spanOfPriceEntry } from '../export/mapping/price-entry-span.ts';
import { runningSpan } from '../export/mapping/running-span.ts';
import { spansOfRecord } from '../export/mapping/span-of-record.ts';
import { RecordMetrics } from '../export/metrics/record-metrics.ts';
import type { OtlpEndpoint } from '../export/otlp/http-transport.ts';
import { otlpSender } from '../export/otlp/otlp-http.ts';
import { encodeSpan, type BatchHead } from '../export/otlp/span-encoder.ts';
import { ProcessRecords } from '../export/process-records.ts';
import { RecordExporter, type ExporterOptions } from '../export/record-exporter.ts';
import { RunningRecords } from '../export/running-records.ts';
import { DiskSpool } from '../export/spool/disk-spool.ts';
import { spoolFolders } from '../export/spool/folders.ts';
import { ForeignSpans } from '../foreign-spans/foreign-spans.ts';
import { recordForeignCall } from '../foreign-spans/record-foreign-call.ts';
import { BackgroundResponses } from '../record/background-responses.ts';
import type { CallRecord, RecordHost } from '../record/call-record.ts';
import { recordsContent } from '../record/capture-level.ts';
import { costOfRecord } from '../record/cost-of-record.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { Privacy } from '../redaction/content/privacy.ts';
import { warn } from '../redaction/warn.ts';
import { activeOrigin, randomHex } from '../util/app-context.ts';
import { memoize } from '../util/memoize.ts';
import type { Config, SpoolConfig } from './config.ts';
import { flushAtExit } from './flush-at-exit.ts';
import { withToken } from './otlp-token.ts';
import { loadPrices, type Prices } from './prices.ts';
import { processFacts, type ProcessState } from './process-facts.ts';
import { makeResource } from './resource.ts';
import { VERSION } from './version.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Timeout of the first attempt to send new records, milliseconds. After it they go to the spool. */
const FIRST_SEND_TIMEOUT_MS = 2000;

/** Precedes the User-Agent of OpenTelemetry's exporter. */
const USER_AGENT = `TokenTrail/${VERSION}`;

/** Limit of cached key fingerprints. A process uses few keys. */
const MAX_FINGERPRINTS = 1000;

/** Builds the runtime of this process and starts its exporters. `env` is read for the spool's folder only. */
export function makeRuntime(config: Config, env: Environment): Runtime {
  const { exporter, metrics, running, spool } = makeExporters(config, env);
  const prices = loadPrices(config.pricesFile, warn);
  const { droppingSampler } = config;
  const foreignSpans = new ForeignSpans({
    record: (call) => recordForeignCall(runtime, call),
    wants: (key) => recordsContent(config.captureLevel, key),
    ...(droppingSampler === undefined ? {} : { firstSpan: () => warn(samplerDropsCalls(droppingSampler)) }),
  });
  const foundSdks: FoundSdks = { patched: new Set(), unsupported: new Set() };
  const processes = processRecords(config, exporter, () => ({
    prices: prices.inUse(),
    spool: spool?.state,
    droppedRecords: exporter.dropped,
    foundSdks,
  }));
  const ended = new EndedRecords((record) => {
    processes?.beforeRecord();
    sendRecord(record, prices, exporter, metrics);
  });
  const queues = { foreignSpans, ended, exporter, metrics };
  const flush = () => flushQueues(queues);
  const stopFlushing = flushAtExit(
    flush,
    () => leaveQueues(queues),
    // Without process records: they alone never delay the end of the process, and `leave` keeps them.
    () => exporter.added - (processes?.sent ?? 0) + foreignSpans.held + ended.waiting,
  );
  const host = recordHost(config, running, ended);
  const asyncContexts = new AsyncLocalStorage<AsyncContext>();
  const runtime: Runtime = {
    ...host,
    trustBaggage: config.trustBaggage,
    asyncContexts,
    foreignSpans,
    foundSdks,
    injectStreamUsage: config.injectStreamUsage,
    origin: () => activeOrigin(() => asyncContexts.getStore()?.inbound?.traceId()),
    backgroundResponses: new BackgroundResponses(host, (record) => {
      if (config.runningResponses) sendRunning(record, exporter);
    }),
    flush,
    shutdown: async () => {
      prices.stop();
      processes?.stop();
      metrics.stop();
      running.stop();
      await flush();
      leaveQueues(queues);
      // Last, so that a process that ends during the flush still writes unsent records to disk.
      stopFlushing();
    },
  };
  return runtime;
}

function recordHost(config: Config, running: RunningRecords, ended: EndedRecords): RecordHost {
  const fingerprintOf = fingerprints(config.hmacSecret);
  return {
    captureLevel: config.captureLevel,
    highestCapture: config.highestCapture,
    now: () => performance.now(),
    fingerprintOf,
    maxBodyBytes: config.maxBodyBytes,
    privacy: new Privacy(config, fingerprintOf),
    ...(config.runningRecords ? { recordStarted: (record: CallRecord) => running.started(record) } : {}),
    recordEnded: (record) => ended.add(record),
  };
}

function makeExporters(config: Config, env: Environment) {
  const { token } = config.target;
  const traces = withToken(config.target.traces, token);
  const head: BatchHead = {
    resource: makeResource(config.resource),
    scope: { name: '@tokentrail/instrumentation', version: VERSION },
  };
  const firstTimeoutMs = Math.min(FIRST_SEND_TIMEOUT_MS, traces.timeoutMs);
  const send = otlpSender({ ...traces, timeoutMs: firstTimeoutMs }, USER_AGENT);
  let spool: DiskSpool | undefined;
  const exporter = new RecordExporter({
    send,
    sendSpooled: otlpSender(traces, USER_AGENT),
    head,
    warn,
    ...spooling(config.spool, config.target.traces, env, (made) => (spool = made)),
  });
  return {
    exporter,
    spool,
    metrics: new RecordMetrics({
      head,
      send: otlpSender(withToken(config.target.metrics, token), USER_AGENT),
      counts: exporter,
      latestGenAi: config.latestGenAiMetrics,
    }),
    running: new RunningRecords({ send, head, collectorAway: () => exporter.collectorAway }),
  };
}

/** What holds records and metrics before they are sent. */
interface Queues {
  foreignSpans: ForeignSpans;
  ended: EndedRecords;
  exporter: RecordExporter;
  metrics: RecordMetrics;
}

async function flushQueues(queues: Queues): Promise<void> {
  await Promise.all([flushRecords(queues), queues.metrics.flush()]);
}

async function flushRecords(queues: Queues): Promise<void> {
  queueEndedRecords(queues);
  await queues.exporter.flush();
  // Sends records that ended meanwhile, for example at a signal. Only once: calls may end faster than the collector
  // responds.
  if (queues.ended.waiting === 0) return;
  queueEndedRecords(queues);
  await queues.exporter.flush();
}

/** Writes unsent records to disk. Synchronous: called when the process exits. */
function leaveQueues(queues: Queues): void {
  queueEndedRecords(queues);
  queues.exporter.leave();
}

/** Moves everything that has ended into the exporter's queue. */
function queueEndedRecords({ foreignSpans, ended }: Queues): void {
  foreignSpans.settle();
  ended.finish();
}

function samplerDropsCalls(sampler: string): string {
  return (
    `OTEL_TRACES_SAMPLER is ${sampler}: spans that it drops never reach TokenTrailSpanProcessor, so their calls have ` +
    'no record. Calls of SDKs that TokenTrail patches are recorded all the same.'
  );
}

function spooling(
  spool: SpoolConfig | undefined,
  destination: OtlpEndpoint,
  env: Environment,
  onMade: (spool: DiskSpool) => void,
): Pick<ExporterOptions, 'makeSpool'> {
  if (spool === undefined) {
    return {};
  }
  const folders = spoolFolders(spool.folder, destination, env);
  const limits = spool.maxBytes === undefined ? {} : { maxBytes: spool.maxBytes };
  return {
    makeSpool: (options) => {
      const spool = new DiskSpool({ ...options, ...limits, folders });
      onMade(spool);
      return spool;
    },
  };
}

/** Undefined if this process sends no process records. */
function processRecords(
  config: Config,
  exporter: RecordExporter,
  state: () => ProcessState,
): ProcessRecords | undefined {
  if (!config.processRecords) return undefined;
  const send = () => {
    const ids = { traceId: randomHex(16), spanId: randomHex(8) };
    exporter.add(encodeSpan(spanOfProcess(processFacts(config, state()), Date.now(), ids)));
  };
  // A pool may have many worker threads, each with a runtime of its own. Those that record nothing report nothing.
  return new ProcessRecords(send, { unasked: isMainThread });
}

function sendRecord(record: CallRecord, prices: Prices, exporter: RecordExporter, metrics: RecordMetrics): void {
  const cost = costOfRecord(record, prices.priceOf);
  // Price entries are sent before the records that refer to them, so that a reader of the record finds them.
  for (const entry of prices.takeNewEntries()) {
    exporter.add(encodeSpan(spanOfPriceEntry(entry, Date.now(), { traceId: randomHex(16), spanId: randomHex(8) })));
  }
  for (const span of spansOfRecord(record, cost, () => randomHex(8))) {
    exporter.add(encodeSpan(span));
  }
  metrics.record(record, cost);
}

/** Sends a running record like one that has ended: it must arrive even if this process ends now. */
function sendRunning(record: CallRecord, exporter: RecordExporter): void {
  exporter.add(encodeSpan(runningSpan(record, (record.spanId ??= randomHex(8)), Date.now())));
}

/** Returns the HMAC of a key under the operator's secret, 16 hex digits. Undefined for every key without a secret. */
function fingerprints(secret: string | undefined): (key: string) => string | undefined {
  if (secret === undefined) {
    return () => undefined;
  }
  return memoize((key) => createHmac('sha256', secret).update(key).digest('hex').slice(0, 16), {
    max: MAX_FINGERPRINTS,
  });
}
