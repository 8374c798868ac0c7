import { t } from '@grafana/i18n';
import type { RecordDetail, UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatCount } from '../../format.ts';
import { joined } from '../../record/record-view.ts';
import { parametersOf } from '../../record/parameter-words.ts';
import { callTypeWord, sourceWord } from '../../record/record-words.ts';
import { reported } from './reported.ts';

/**
 * What a request was, besides the facts that are asked first.
 *
 * @param withRepeats also what another fact says, so that a fact is missing only if it was not reported
 */
export function requestFacts(record: UsageRecord, detail: RecordDetail | null, withRepeats = false): Fact[] {
  const path = detail?.path ?? null;
  return reported([
    [t('request.summary.path', 'Path'), path === record.endpoint && !withRepeats ? null : path],
    [t('request.summary.server', 'Sent to'), serverOf(detail)],
    ...(record.recordType === 'usage' ? callFacts(record, detail, withRepeats) : []),
  ]);
}

/** "api.example.com:8443". */
function serverOf(detail: RecordDetail | null): string | null {
  const port = detail?.serverPort ?? null;
  return joined(':', detail?.serverAddress, port === null ? null : String(port));
}

/** Facts that only LLM calls have. */
function callFacts(record: UsageRecord, detail: RecordDetail | null, withRepeats: boolean): [string, string | null][] {
  return [
    ...models(record, withRepeats),
    [
      t('request.summary.call-type', 'Call type'),
      joined(' · ', ...new Set([record.callType && callTypeWord(record.callType), record.operation])),
    ],
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
  ];
}

/** The models of each step. Without repeats only if they are not the same. */
function models(
  { requestModel, targetModel, responseModel }: UsageRecord,
  withRepeats: boolean,
): [string, string | null][] {
  const different = new Set([requestModel, targetModel, responseModel].filter((model) => model !== null));
  return different.size < 2 && !withRepeats
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
