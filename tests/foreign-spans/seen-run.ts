import { fileURLToPath } from 'node:url';
import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { runProgram } from '../chain/program.ts';
import { startOtlpReceiver, type ReceivedSpan } from '../conformance/otlp-receiver.ts';
import type { AppSpan } from './traced-program.ts';

/** A record in the form of the tables of these tests. */
export type Row = [
  state: string,
  inputTokens: number | null,
  outputTokens: number | null,
  cacheReadTokens: number | null,
  cost: number | string,
];

export interface Run {
  /** Records by the scenario that made the call, in order. */
  rows: Record<string, Row[]>;
  records: ReceivedSpan[];
  /** The spans that the app's own exporter received. */
  spans: AppSpan[];
}

export interface RunOptions {
  /** A file under `tests/`. */
  program: string;
  args?: readonly string[];
  providerUrl: string;
  /** True to add our own patches. */
  registered?: boolean;
  /** True to leave out our span processor. */
  bare?: boolean;
  sdk?: 2 | 3;
}

export async function seenRun({ program, args, providerUrl, registered, bare, sdk }: RunOptions): Promise<Run> {
  const collector = await startOtlpReceiver();
  try {
    const printed = await runProgram(fileURLToPath(new URL(`../${program}`, import.meta.url)), null, {
      instrumented: registered === true,
      args: args ?? [],
      env: {
        PROVIDER_URL: providerUrl,
        TOKENTRAIL_OTLP_ENDPOINT: collector.url,
        OTEL_SDK: String(sdk ?? 3),
        MODE: bare === true ? 'bare' : 'processor',
        NODE_NO_WARNINGS: '1',
      },
    });
    // Delivery is at least once: the span id identifies a record.
    const bySpanId = new Map(collector.spans.map((span) => [span.spanId, span]));
    const records = [...bySpanId.values()].filter((span) => value(span, 'recordType') !== undefined);
    const rows: Run['rows'] = {};
    for (const record of records) (rows[String(value(record, 'userId'))] ??= []).push(rowOf(record));
    return { rows, records, spans: JSON.parse(printed) as AppSpan[] };
  } finally {
    await collector.stop();
  }
}

export function value(span: ReceivedSpan, key: AttributeKey): ReceivedSpan['attributes'][string] | undefined {
  return span.attributes[ATTRIBUTES[key].name];
}

function rowOf(record: ReceivedSpan): Row {
  const tokens = (['inputTokens', 'outputTokens', 'cacheReadTokens'] as const).map((key) => {
    const count = value(record, key);
    return count === undefined ? null : Number(count);
  });
  const [input = null, output = null, cached = null] = tokens;
  const cost = value(record, 'costPaid') ?? value(record, 'costPaidState');
  return [String(value(record, 'state')), input, output, cached, typeof cost === 'number' ? cost : String(cost)];
}
