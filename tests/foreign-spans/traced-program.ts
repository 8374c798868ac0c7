import { flush, startRecording, TokenTrailSpanProcessor, withUsage } from '@tokentrail/instrumentation';
import type { Context } from '@opentelemetry/api';

/**
 * Starts an OpenTelemetry SDK and returns a function that stops it. Each major version has its own `start-tracing.ts`.
 */
export type StartTracing<Instrumentations> = (
  processors: readonly AppProcessor[],
  instrumentations: Instrumentations,
) => () => Promise<void>;

type AppProcessor = TokenTrailSpanProcessor | Collected;

/** A span that the app's own exporter received, without the fields that differ between runs. */
export interface AppSpan {
  name: string;
  attributes: Record<string, unknown>;
  events: string[];
}

export interface Scenario {
  /** Also becomes the user of the records made in it. */
  name: string;
  run(): Promise<unknown>;
}

const MODES = ['processor', 'bare'] as const;

/**
 * Runs scenarios one after the other in an app that traces itself with the SDK in `OTEL_SDK` (2 or 3), and prints the
 * app's spans. `MODE=bare`: without TokenTrail.
 */
export async function runTraced<Instrumentations>(
  instrumentations: Instrumentations,
  scenarios: () => readonly Scenario[] | Promise<readonly Scenario[]>,
): Promise<void> {
  const withProcessor = process.env.MODE === MODES[0];
  if (withProcessor) startRecording();
  const collected = new Collected();
  const stop = (await tracingOf<Instrumentations>())(
    withProcessor ? [collected, new TokenTrailSpanProcessor()] : [collected],
    instrumentations,
  );
  for (const { name, run } of await scenarios()) {
    const over = withUsage({ user: name }, run).catch(() => undefined);
    // Some libraries never settle their caller's promise if the call failed.
    await Promise.race([over, after(PATIENCE_MS)]);
    // Some libraries end their span in a separate promise.
    await after(10);
  }
  await stop();
  // If the receiver did not respond in time (on a stalled machine), records were spooled to disk. This sends them
  // again, because no later program would.
  await flush();
  console.log(JSON.stringify(collected.spans));
  process.exit(0);
}

const PATIENCE_MS = 3000;

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function tracingOf<Instrumentations>(): Promise<StartTracing<Instrumentations>> {
  const folder = process.env.OTEL_SDK === '2' ? 'app-sdk-2' : 'app-openai-7';
  const { startTracing } = (await import(`../${folder}/start-tracing.ts`)) as {
    startTracing: StartTracing<Instrumentations>;
  };
  return startTracing;
}

/** Attributes that differ between two runs of the same program. */
const UNSTABLE = /duration|time_to_first|time_per|msTo|PerSecond|timestamp|^server\.port$|^url\./;

class Collected {
  readonly spans: AppSpan[] = [];

  onStart(_span: unknown, _context: Context): void {}

  onEnd(span: { name: string; attributes: Record<string, unknown>; events: readonly { name: string }[] }): void {
    const stable = Object.entries(span.attributes).filter(([name]) => !UNSTABLE.test(name));
    this.spans.push({
      name: span.name,
      attributes: Object.fromEntries(stable),
      events: span.events.map(({ name }) => name),
    });
  }

  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}
