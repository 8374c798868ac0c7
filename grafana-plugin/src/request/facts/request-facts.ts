import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { RecordDetail, UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatCount, formatDuration, formatFullTime } from '../../format.ts';
import { endpointText, joined, outputRate } from '../../record/record-view.ts';
import { parametersOf } from '../../record/parameter-words.ts';
import { callTypeWord, sourceWord } from '../../record/record-words.ts';
import { reported } from './reported.ts';

/** When and where a request was made, and what it was. */
export function requestFacts(record: UsageRecord, detail: RecordDetail | null, timeZone: TimeZone): Fact[] {
  const path = detail?.path ?? null;
  const isCall = record.recordType === 'usage';
  return [
    { label: t('request.summary.time', 'Time'), value: formatFullTime(record.startUnixNano, timeZone) },
    ...reported([
      [t('request.summary.endpoint', 'Endpoint'), joined(' ', record.method, endpointText(record))],
      [t('request.summary.path', 'Path'), path === record.endpoint ? null : path],
      [t('request.summary.server', 'Sent to'), serverOf(detail)],
    ]),
    { label: t('request.summary.total-time', 'Total time'), value: duration(record.durationMs) },
    ...(isCall ? callFacts(record, detail) : []),
  ];
}

/** "api.example.com:8443". */
function serverOf(detail: RecordDetail | null): string | null {
  const port = detail?.serverPort ?? null;
  return joined(':', detail?.serverAddress, port === null ? null : String(port));
}

/** Facts that only LLM calls have. */
function callFacts(record: UsageRecord, detail: RecordDetail | null): Fact[] {
  const rate = outputRate(record);
  return [
    ...firstChunk(record),
    ...reported([
      [
        t('request.summary.output-rate', 'Output rate'),
        rate === null ? null : t('request.summary.tokens-per-second', '{{rate}} tok/s', { rate: formatCount(rate) }),
      ],
      ...models(record),
      [t('request.summary.provider', 'Provider'), record.provider],
      [
        t('request.summary.call-type', 'Call type'),
        joined(' · ', ...new Set([record.callType && callTypeWord(record.callType), record.operation])),
      ],
      [t('request.summary.api-format', 'API format'), record.apiFormat],
      [t('request.summary.source', 'Source'), record.source && sourceWord(record.source)],
      [
        t('request.summary.tier', 'Service tier'),
        changed(detail?.requestedServiceTier ?? null, record.servedServiceTier),
      ],
      [t('request.summary.finish-reason', 'Finish reason'), joined(', ', ...record.finishReasons)],
      [
        t('request.summary.attempts', 'Attempts sent'),
        record.attemptsCount === null ? null : formatCount(record.attemptsCount),
      ],
    ]),
  ];
}

/** A call that is not streamed has no first chunk; of a streamed one it matters that it was not reported. */
function firstChunk({ stream, timeToFirstChunkMs }: UsageRecord): Fact[] {
  return stream || timeToFirstChunkMs !== null
    ? [{ label: t('request.summary.first-chunk', 'First chunk'), value: duration(timeToFirstChunkMs) }]
    : [];
}

/** The models of each step, if they are not the same. */
function models({ requestModel, targetModel, responseModel }: UsageRecord): [string, string | null][] {
  const different = new Set([requestModel, targetModel, responseModel].filter((model) => model !== null));
  return different.size < 2
    ? []
    : [
        [t('request.summary.requested-model', 'Requested model'), requestModel],
        [t('request.summary.target-model', 'Model sent to provider'), targetModel],
        [t('request.summary.response-model', 'Model that responded'), responseModel],
      ];
}

/** What was sent besides the messages. */
export function parameterFacts(detail: RecordDetail | null): Fact[] {
  return detail === null
    ? []
    : [
        ...parametersOf(detail.requestParameters),
        ...reported([[t('request.summary.output-type', 'Output type'), detail.outputType]]),
      ];
}

/** "flex → default", or the one value if both are equal or only one is known. */
function changed(requested: string | null, served: string | null): string | null {
  return requested === served ? served : joined(' → ', requested, served);
}

function duration(ms: number | null): string | null {
  return ms === null ? null : formatDuration(ms);
}
