/**
 * An app with its own OpenTelemetry SDK 3.x, which samples nothing, truncates values and exports to memory. It makes
 * CALLS openai calls under its own spans and prints as JSON what its exporter received and what it propagates.
 */
import { context, propagation, trace } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import * as tracing from '@opentelemetry/sdk-trace';
import OpenAI from 'openai';

const exporter = new tracing.InMemorySpanExporter();
const sdk = new NodeSDK({
  autoDetectResources: false,
  instrumentations: [],
  spanProcessors: [new tracing.SimpleSpanProcessor({ exporter })],
  sampler: process.env.SAMPLED === 'yes' ? new tracing.AlwaysOnSampler() : new tracing.AlwaysOffSampler(),
  spanLimits: { attributeCountLimit: 20, attributeValueLengthLimit: 50 },
});
sdk.start();

const client = new OpenAI({ apiKey: 'sk-proj-abcdefghijklmnopqrst', baseURL: `${process.env.PROVIDER_URL}/v1` });
const tracer = trace.getTracer('app');
const traceIds = [];
let propagated;

async function one() {
  await tracer.startActiveSpan('app work', async (span) => {
    traceIds.push(span.spanContext().traceId);
    await client.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] });
    const carrier = {};
    propagation.inject(context.active(), carrier);
    propagated = Object.keys(carrier).sort().join();
    if (trace.getActiveSpan() !== span) throw new Error('another span became active');
    span.end();
  });
}
const calls = Number(process.env.CALLS);
for (let i = 0; i < calls; i += 20) {
  await Promise.all(Array.from({ length: Math.min(20, calls - i) }, one));
}
const spans = exporter.getFinishedSpans();
console.log(
  JSON.stringify({
    spans: spans.length,
    names: [...new Set(spans.map((span) => span.name))],
    parents: spans.filter((span) => span.parentSpanContext !== undefined).length,
    attributes: spans.reduce((sum, span) => sum + Object.keys(span.attributes).length, 0),
    traceIds,
    propagated,
  }),
);
