/** The traced app on OpenTelemetry SDK 2. `SAMPLER` is `none` or `all`. */
import { trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import OpenAI from 'openai';
import { toReplayedProvider } from '../chain/to-replayed-provider.ts';
import { runTracedApp, SPAN_LIMITS } from '../chain/traced-app.ts';

const exporter = new InMemorySpanExporter();
const sdk = new NodeSDK({
  sampler: process.env['SAMPLER'] === 'all' ? new AlwaysOnSampler() : new AlwaysOffSampler(),
  spanLimits: SPAN_LIMITS,
  spanProcessors: [new SimpleSpanProcessor(exporter)],
  resourceDetectors: [],
});
sdk.start();

await runTracedApp({
  tracer: trace.getTracer('app'),
  client: new OpenAI({ apiKey: 'sk-chain-000000000000000000000008', fetch: toReplayedProvider }),
  exported: () => exporter.getFinishedSpans(),
  shutdown: () => sdk.shutdown(),
});
