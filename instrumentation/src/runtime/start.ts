import { createHmac } from 'node:crypto';
import { AsyncLocalStorage } from 'node:async_hooks';
import { activeOrigin, randomHex } from '../util/app-context.ts';
import { recordsContent, type CallRecord } from '../record/call-record.ts';
import { readConfig, type Config, type OtlpTarget, type SpoolConfig } from './config.ts';
import { costOfRecord } from '../record/cost-of-record.ts';
import { EndedRecords } from '../export/ended-records.ts';
import { otlpSender } from '../export/otlp/otlp-http.ts';
import { RecordExporter, type ExporterOptions } from '../export/record-exporter.ts';
import { encodeSpan, type BatchHead } from '../export/otlp/span-encoder.ts';
import { DiskSpool } from '../export/spool/disk-spool.ts';
import { spoolFolders } from '../export/spool/folders.ts';
import { ForeignSpans } from '../foreign-spans/foreign-spans.ts';
import { recordForeignCall } from '../foreign-spans/record-foreign-call.ts';
import { flushAtExit } from './flush-at-exit.ts';
import { FIRST_NODE, isAtLeast } from '../util/node-version.ts';
import { withToken } from './otlp-token.ts';
import { RecordMetrics } from '../export/mapping/record-metrics.ts';
import { spanOfPriceEntry } from '../export/mapping/price-entry-span.ts';
import { loadPrices, type Prices } from './prices.ts';
import { Privacy } from '../redaction/content/privacy.ts';
import { makeResource } from './resource.ts';
import { RunningRecords } from '../export/running-records.ts';
import { currentRuntime, setRuntime, type Runtime } from '../api/runtime.ts';
import { spansOfRecord } from '../export/mapping/span-of-record.ts';
import type { AsyncContext } from '../record/usage-context.ts';
import { VERSION } from './version.ts';
import { warn } from '../redaction/warn.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Longest try to send what has just ended, milliseconds. After it the disk is asked. */
const FIRST_ATTEMPT_MS = 2000;

/**
 * Starts recording with the configuration in the environment. Does nothing where recording is switched off, where it
 * has no address to send to, where it runs already, or where Node is too old. Never throws.
 */
export function startRecording(env: Environment = process.env): void {
  if (currentRuntime() !== undefined) {
    return;
  }
  if (!isAtLeast(process.versions.node, FIRST_NODE)) {
    warn(`needs Node ${FIRST_NODE} or later: nothing is recorded.`);
    return setRuntime(undefined);
  }
  try {
    const { config, warnings } = readConfig(env);
    for (const warning of warnings) warn(warning);
    setRuntime(config && makeRuntime(config, env));
  } catch (error) {
    setRuntime(undefined);
    warn(`could not start, nothing is recorded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Sends what is queued and stops recording; calls that are still running leave no record. */
export async function shutdown(): Promise<void> {
  const runtime = currentRuntime();
  setRuntime(undefined);
  if (runtime !== undefined) await keptAlive(runtime.shutdown());
}

/** Sends what is queued; resolves when it was sent or the collector did not take it. For serverless and `process.exit()`. */
export async function flush(): Promise<void> {
  const runtime = currentRuntime();
  if (runtime !== undefined) await keptAlive(runtime.flush());
}

/** Nothing of ours keeps a process alive, and a program that only waits for `work` would end in the middle of it. */
async function keptAlive(work: Promise<void>): Promise<void> {
  const alive = setInterval(() => undefined, 1000);
  try {
    await work;
  } finally {
    clearInterval(alive);
  }
}

function makeRuntime(config: Config, env: Environment): Runtime {
  const resource = makeResource(config.resource);
  const scope = { name: '@tokentrail/instrumentation', version: VERSION };
  const { tracesUrl, metricsUrl, timeoutMs } = config.target;
  const headers = withToken(config.target.headers, config.target.token);
  const head: BatchHead = { resource, scope };
  const send = otlpSender(tracesUrl, headers, Math.min(FIRST_ATTEMPT_MS, timeoutMs));
  const exporter = new RecordExporter({
    send,
    sendSpooled: otlpSender(tracesUrl, headers, timeoutMs),
    head,
    warn,
    ...spooling(config.spool, config.target, env),
  });
  const metrics = new RecordMetrics(head, otlpSender(metricsUrl, headers, timeoutMs), exporter);
  const running = new RunningRecords({ send, head, collectorAway: () => exporter.collectorAway });
  const fingerprintOf = fingerprints(config.hmacSecret);
  const prices = loadPrices(config.pricesFile, warn);
  const foreignSpans = new ForeignSpans({
    record: (call) => recordForeignCall(runtime, call),
    wants: (key) => recordsContent(config.captureLevel, key),
    ...(config.droppingSampler === undefined
      ? {}
      : { firstSpan: () => warn(samplerDropsCalls(config.droppingSampler)) }),
  });
  const ended = new EndedRecords((record) => sendRecord(record, prices, exporter, metrics));
  const settle = () => {
    foreignSpans.settle();
    ended.finish();
  };
  const flushRecords = async () => {
    settle();
    await exporter.flush();
    // What ended meanwhile, as at a signal, goes too; once, since calls may end faster than the collector answers.
    if (ended.waiting === 0) return;
    settle();
    await exporter.flush();
  };
  const flushAll = async () => {
    await Promise.all([flushRecords(), metrics.flush()]);
  };
  const stopFlushing = flushAtExit(
    flushAll,
    () => {
      settle();
      exporter.leave();
    },
    () => exporter.added + foreignSpans.held + ended.waiting,
  );
  const runtime: Runtime = {
    captureLevel: config.captureLevel,
    highestCapture: config.highestCapture,
    trustBaggage: config.trustBaggage,
    asyncContexts: new AsyncLocalStorage<AsyncContext>(),
    foreignSpans,
    injectStreamUsage: config.injectStreamUsage,
    now: () => performance.now(),
    origin: activeOrigin,
    fingerprintOf,
    maxBodyBytes: config.maxBodyBytes,
    privacy: new Privacy(config, fingerprintOf),
    ...(config.runningRecords ? { recordStarted: (record: CallRecord) => running.started(record) } : {}),
    recordEnded: (record) => ended.add(record),
    flush: flushAll,
    shutdown: async () => {
      prices.stop();
      metrics.stop();
      running.stop();
      await flushAll();
      settle();
      exporter.leave();
      // Not before: a process that is ended meanwhile leaves on disk what was not sent.
      stopFlushing();
    },
  };
  return runtime;
}

function samplerDropsCalls(sampler: string | undefined): string {
  return (
    `OTEL_TRACES_SAMPLER is ${sampler}: calls in spans that it drops never reach TokenTrailSpanProcessor, and have no ` +
    'record. Calls of the SDKs that TokenTrail patches have one all the same.'
  );
}

function spooling(
  spool: SpoolConfig | undefined,
  { tracesUrl, headers }: OtlpTarget,
  env: Environment,
): Pick<ExporterOptions, 'makeSpool'> {
  if (spool === undefined) {
    return {};
  }
  const folders = spoolFolders(spool.folder, { url: tracesUrl, headers }, env);
  const bounds = spool.maxBytes === undefined ? {} : { maxBytes: spool.maxBytes };
  return { makeSpool: (options) => new DiskSpool({ ...options, ...bounds, folders }) };
}

function sendRecord(record: CallRecord, prices: Prices, exporter: RecordExporter, metrics: RecordMetrics): void {
  const cost = costOfRecord(record, prices.priceOf);
  // Before the row that names it: whoever reads the row finds its entry.
  for (const entry of prices.takeNewEntries()) {
    exporter.add(encodeSpan(spanOfPriceEntry(entry, Date.now(), { traceId: randomHex(16), spanId: randomHex(8) })));
  }
  for (const span of spansOfRecord(record, cost, () => randomHex(8))) {
    exporter.add(encodeSpan(span));
  }
  metrics.record(record, cost);
}

/** HMAC of a key under the operator's secret, 16 hex digits; none without a secret. A process knows few keys. */
function fingerprints(secret: string | undefined): (key: string) => string | undefined {
  if (secret === undefined) {
    return () => undefined;
  }
  const known = new Map<string, string>();
  return (key) => {
    let fingerprint = known.get(key);
    if (fingerprint === undefined) {
      fingerprint = createHmac('sha256', secret).update(key).digest('hex').slice(0, 16);
      if (known.size < 1000) known.set(key, fingerprint);
    }
    return fingerprint;
  };
}
