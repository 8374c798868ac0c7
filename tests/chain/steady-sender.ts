import { setTimeout as sleep } from 'node:timers/promises';
import { int, sendSpans, span, string } from '../collector/otlp.ts';

/**
 * Sends records in the background. Its ids are those of records that the collector accepted with 200 and must never
 * lose.
 */
export interface SteadySender {
  readonly accepted: ReadonlySet<string>;
  /** Resolves when `count` more records were accepted. */
  more(count: number): Promise<void>;
  /** Ends the traffic after the pending requests were accepted. */
  stop(): Promise<void>;
}

const LANES = 4;
const RECORDS_IN_A_REQUEST = 50;
const PAUSE_MS = 150;

/**
 * Sends records steadily, like many programs. A request without a 200 response is sent again with the same records and
 * ids, because a sender cannot know whether they arrived.
 */
export function startSteadySender(otlpUrl: string): SteadySender {
  const accepted = new Set<string>();
  let sending = true;
  const lanes = Array.from({ length: LANES }, async () => {
    while (sending) {
      const spans = Array.from({ length: RECORDS_IN_A_REQUEST }, record);
      while (
        !(await sendSpans(otlpUrl, spans).then(
          () => true,
          () => false,
        ))
      ) {
        await sleep(100);
      }
      spans.forEach((sent) => accepted.add(String(sent['spanId'])));
      await sleep(PAUSE_MS);
    }
  });
  return {
    accepted,
    more: async (count) => {
      for (const enough = accepted.size + count; accepted.size < enough;) await sleep(50);
    },
    stop: async () => {
      sending = false;
      await Promise.all(lanes);
    },
  };
}

function record() {
  const made = Date.now();
  return span([
    string('tokentrail.record.type', 'usage'),
    string('tokentrail.record.state', 'success'),
    int('tokentrail.record.version_unix_ms', made),
    int('gen_ai.usage.input_tokens', 3),
    int('tokentrail.cost.paid', 7),
    string('tokentrail.cost.paid.state', 'priced'),
  ]);
}
