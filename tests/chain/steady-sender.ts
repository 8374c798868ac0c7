import { setTimeout as sleep } from 'node:timers/promises';
import { int, sendSpans, span, string } from '../collector/otlp.ts';

/** Ids of records that the collector has answered for with 200: those it may never lose. */
export interface SteadySender {
  readonly accepted: ReadonlySet<string>;
  /** Ends the traffic once what is under way has been accepted. */
  stop(): Promise<void>;
}

const LANES = 4;
const RECORDS_IN_A_REQUEST = 50;
const PAUSE_MS = 150;

/**
 * Sends records steadily, as many programs would: a request that is not answered with 200 is sent again, the same
 * records with the same ids, since its sender cannot know whether they arrived.
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
