/**
 * An app that traces itself, with its own OpenTelemetry SDK, a sampler, narrow limits and an exporter, and that makes
 * LLM calls within its spans. The SDK's parts are passed in, so that it runs on each version. It reads calls from stdin
 * and prints what its own exporter received.
 */
import { text } from 'node:stream/consumers';
import type { Tracer } from '@opentelemetry/api';
import type OpenAI from 'openai';
import type { PlannedCall } from './call-plan.ts';

export interface SeenSpan {
  name: string;
  parent: string | null;
  scope: string;
  attributes: Record<string, unknown>;
  events: string[];
  status: number;
}

/** The part of an exported span that SDK 2 and 3 have in common. */
export interface ExportedSpan {
  name: string;
  spanContext(): { spanId: string };
  parentSpanContext?: { spanId: string } | undefined;
  instrumentationScope: { name: string };
  attributes: Record<string, unknown>;
  events: readonly { name: string }[];
  status: { code: number };
}

export interface TracedApp {
  tracer: Tracer;
  client: OpenAI;
  /** The spans that the app's exporter has received so far. */
  exported(): readonly ExportedSpan[];
  shutdown(): Promise<void>;
}

/** Narrow limits, as a production app may set them. */
export const SPAN_LIMITS = { attributeCountLimit: 20, attributeValueLengthLimit: 50 };

const AT_ONCE = 8;
const ATTRIBUTES = Object.fromEntries(Array.from({ length: 25 }, (_, i) => [`app.${i}`, 'y'.repeat(80)]));

export async function runTracedApp(app: TracedApp): Promise<void> {
  const calls = JSON.parse(await text(process.stdin)) as PlannedCall[];
  let next = 0;
  const work = async () => {
    for (let call = calls[next++]; call !== undefined; call = calls[next++]) {
      await handle(app, call);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const spans = seen(app.exported());
  await app.shutdown();
  console.log(JSON.stringify(spans));
}

function handle({ tracer, client }: TracedApp, call: PlannedCall): Promise<void> {
  return tracer.startActiveSpan(`handle ${call.id}`, { attributes: ATTRIBUTES }, async (span) => {
    try {
      tracer.startSpan(`look up ${call.id}`).end();
      const request = { model: call.model, messages: [{ role: 'user' as const, content: call.prompt }] };
      await client.chat.completions.create(request, { headers: { 'x-replay': call.replay, 'x-replay-id': call.id } });
      span.addEvent('answered');
    } catch {
      span.setStatus({ code: 2 });
    } finally {
      span.end();
    }
  });
}

/** Spans in an order independent of timing, and without ids, which differ between runs. */
function seen(spans: readonly ExportedSpan[]): SeenSpan[] {
  const names = new Map(spans.map((span) => [span.spanContext().spanId, span.name]));
  return spans
    .map((span) => ({
      name: span.name,
      parent: span.parentSpanContext === undefined ? null : (names.get(span.parentSpanContext.spanId) ?? 'unknown'),
      scope: span.instrumentationScope.name,
      attributes: span.attributes,
      events: span.events.map(({ name }) => name),
      status: span.status.code,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
