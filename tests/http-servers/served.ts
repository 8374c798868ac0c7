import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { startReplayedProvider, type ReplayedProvider } from '../../instrumentation/testing/replayed-provider.ts';
import { startProgram } from '../chain/program.ts';
import { startOtlpReceiver, type ReceivedSpan } from '../conformance/otlp-receiver.ts';

/** A server under test, with access to its records and to the provider's requests. */
export interface Served {
  url: string;
  provider: ReplayedProvider;
  /** Resolves once `count` records match `fits`, with all that match, so that an extra record is noticed. */
  records(count: number, fits?: (record: Seen) => boolean): Promise<Seen[]>;
}

/** The fields of a record by the keys of the vocabulary. */
export type Seen = (key: AttributeKey) => unknown;

const MAX_WAIT_MS = 30_000;
/** Wait for extra records, ms. Records are sent every second. */
const LATE_MS = 1200;

export async function serve(t: TestContext, program: string, env: Record<string, string> = {}): Promise<Served> {
  const [provider, collector] = await Promise.all([startReplayedProvider(), startOtlpReceiver()]);
  const server = startProgram(program, {
    instrumented: true,
    env: {
      TOKENTRAIL_OTLP_ENDPOINT: collector.url,
      TOKENTRAIL_RECORD_IP: 'true',
      PROVIDER_URL: provider.url,
      ...env,
    },
  });
  t.after(async () => {
    await server.stop();
    await Promise.all([provider.close(), collector.stop()]);
  });
  return {
    url: await server.printed(/listening on (\S+)/),
    provider,
    records: async (count, fits = () => true) => {
      const found = () => collector.spans.filter(isRecord).map(seen).filter(fits);
      const deadline = Date.now() + MAX_WAIT_MS;
      while (found().length < count && Date.now() < deadline) await sleep(20);
      await sleep(LATE_MS);
      return found();
    },
  };
}

function isRecord(span: ReceivedSpan): boolean {
  return span.attributes[ATTRIBUTES.recordType.name] !== undefined;
}

function seen(span: ReceivedSpan): Seen {
  return (key) => span.attributes[ATTRIBUTES[key].name];
}

/** The values of `keys` in `record`. */
export function said(record: Seen | undefined, ...keys: AttributeKey[]): Record<string, unknown> {
  return Object.fromEntries(keys.map((key) => [key, record?.(key)]));
}
