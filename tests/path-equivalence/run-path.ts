import { fileURLToPath } from 'node:url';
import { ATTRIBUTES } from '@tokentrail/records';
import { runProgram } from '../chain/program.ts';
import { startOtlpReceiver } from '../conformance/otlp-receiver.ts';
import { callsOf } from './calls.ts';
import type { Call, Seen } from './case.ts';
import type { Path } from './paths.ts';
import { callOf, seenCall } from './seen-call.ts';

/** The records of each call by its id. */
export type SeenCalls = ReadonlyMap<string, readonly Seen[]>;

/** Makes all calls of `path` in one process. `port` is that of the replayed provider. */
export async function runPath(path: Path, port: number): Promise<SeenCalls> {
  const calls = callsOf(path).map(({ id, one, index, stream }): Call => {
    const { host, format, request } = one;
    return { id, format, url: `http://${path.host ?? host}:${port}/${index}`, request, stream };
  });
  const collector = await startOtlpReceiver();
  try {
    await runProgram(fileURLToPath(new URL(`programs/${path.program}`, import.meta.url)), calls, {
      instrumented: path.spans !== true,
      args: path.args,
      env: {
        TOKENTRAIL_OTLP_ENDPOINT: collector.url,
        SPANS: String(path.spans === true),
        MODE: 'processor',
        NODE_NO_WARNINGS: '1',
      },
    });
    // Delivery is at least once: the span id identifies a record.
    const bySpanId = new Map(collector.spans.map((span) => [span.spanId, span]));
    const found = new Map<string, Seen[]>();
    for (const span of bySpanId.values()) {
      if (span.attributes[ATTRIBUTES.recordType.name] === undefined) continue;
      found.set(callOf(span), [...(found.get(callOf(span)) ?? []), seenCall(span)]);
    }
    return found;
  } finally {
    await collector.stop();
  }
}
