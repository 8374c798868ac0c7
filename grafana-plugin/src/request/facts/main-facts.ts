import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatCount, formatDuration, formatFullTime } from '../../format.ts';
import { endpointText, joined, outputRate } from '../../record/record-view.ts';
import { defaultAttempt } from '../attempts/attempt-path.ts';
import { whoFacts } from './caller-facts.ts';
import { reported } from './reported.ts';

/**
 * What is asked first about a request: when, how long, where to, and by whom.
 *
 * @param attempts null if they are not known
 */
export function mainFacts(record: UsageRecord, timeZone: TimeZone, attempts: readonly Attempt[] | null): Fact[] {
  return [
    { label: t('request.summary.time', 'Time'), value: formatFullTime(record.startUnixNano, timeZone) },
    { label: t('request.summary.total-time', 'Total time'), value: duration(record.durationMs) },
    ...(record.recordType === 'usage' ? speedFacts(record) : []),
    ...reported([
      [t('request.summary.endpoint', 'Endpoint'), joined(' ', record.method, endpointText(record))],
      [t('request.summary.provider', 'Provider'), record.provider],
      [t('request.summary.api-format', 'API format'), apiFormats(record, attempts)],
    ]),
    ...whoFacts(record),
  ];
}

/** A call that is not streamed has no first chunk; of a streamed one it matters that it was not reported. */
function speedFacts(record: UsageRecord): Fact[] {
  const { stream, timeToFirstChunkMs } = record;
  const rate = outputRate(record);
  return [
    ...(stream || timeToFirstChunkMs !== null
      ? [{ label: t('request.summary.first-chunk', 'First chunk'), value: duration(timeToFirstChunkMs) }]
      : []),
    ...reported([
      [
        t('request.summary.output-rate', 'Output rate'),
        rate === null ? null : t('request.summary.tokens-per-second', '{{rate}} tok/s', { rate: formatCount(rate) }),
      ],
    ]),
  ];
}

/** The caller's format, and that of the provider if a gateway converted it: "openai.chat → anthropic.messages". */
function apiFormats({ apiFormat }: UsageRecord, attempts: readonly Attempt[] | null): string | null {
  const ofProvider = defaultAttempt(attempts ?? [])?.apiFormat;
  return ofProvider === apiFormat ? apiFormat : joined(' → ', apiFormat, ofProvider);
}

function duration(ms: number | null): string | null {
  return ms === null ? null : formatDuration(ms);
}
