import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { Amount, Attempt, RecordDetail, UsageRecord } from '@tokentrail/records';
import type { Fact } from '../../components/Facts.tsx';
import { formatCount, formatDuration, formatExactCost } from '../../format.ts';
import { amountWords, joined, statusOf } from '../../record/record-view.ts';
import { stateWord } from '../../record/record-words.ts';
import { priceFacts } from '../cost/cost-facts.tsx';
import { callerFacts } from '../facts/caller-facts.ts';
import { mainFacts } from '../facts/main-facts.ts';
import { reported } from '../facts/reported.ts';
import { parameterFacts, requestFacts } from '../facts/request-facts.ts';
import { tokenFacts } from '../facts/token-facts.ts';
import { compareFacts, type ComparedFact } from './compared-facts.ts';

/** What is known of one of two compared requests. */
export interface ComparedSide {
  record: UsageRecord;
  /** Null while it loads, or if it could not be read. */
  detail: RecordDetail | null;
  /** Null while they load, and for users who may not read them. */
  attempts: readonly Attempt[] | null;
}

export interface ComparedGroup {
  title: string;
  facts: readonly ComparedFact[];
}

interface Options {
  timeZone: TimeZone;
  /** Whether names of people and teams are hidden. */
  namesHidden: boolean;
}

/** Two requests side by side, in the groups of a request's detail. */
export function comparedGroups(left: ComparedSide, right: ComparedSide, options: Options): ComparedGroup[] {
  const groups: [title: string, facts: (side: ComparedSide) => Fact[]][] = [
    [t('request.summary.request-group', 'Request'), (side) => requestOf(side, options.timeZone)],
    [t('request.summary.parameter-group', 'Parameters'), ({ detail }) => parameterFacts(detail)],
    [t('request.summary.token-group', 'Tokens'), ({ record, detail }) => tokenFacts(record, detail)],
    [t('request.cost.title', 'Cost'), ({ record }) => costOf(record, options.namesHidden)],
    [t('request.compare.attempts', 'Attempts'), ({ attempts }) => attemptsOf(attempts ?? [])],
    [t('request.summary.caller-group', 'Caller'), ({ record }) => callerFacts(record)],
  ];
  return groups
    .map(([title, factsOf]) => ({ title, facts: compareFacts(factsOf(left), factsOf(right)) }))
    .filter(({ facts }) => facts.length > 0);
}

function requestOf({ record, detail, attempts }: ComparedSide, timeZone: TimeZone): Fact[] {
  return [
    { label: t('request.compare.status', 'Status'), value: statusOf(record).words },
    ...mainFacts(record, timeZone, attempts),
    ...requestFacts(record, detail, true),
  ];
}

function costOf(record: UsageRecord, namesHidden: boolean): Fact[] {
  const { list, paid, charged } = record.cost;
  const isShown = ({ state }: Amount) => state !== null && state !== 'hidden';
  return [
    ...reported([
      [t('request.cost.list', 'List price'), isShown(list) ? amountWords(list) : null],
      [t('request.cost.paid', 'Paid to providers'), isShown(paid) ? amountWords(paid) : null],
      [t('request.cost.charged', 'Charged to the caller'), amountWords(charged)],
      [t('request.cost.tier', 'Price tier'), record.priceTier],
    ]),
    ...priceFacts(record, namesHidden),
  ];
}

/** One fact for each attempt, in their order: "openai · gpt-4o · failed · 429 · 120 ms". */
function attemptsOf(attempts: readonly Attempt[]): Fact[] {
  return attempts.map((attempt, index) => ({
    label: t('request.compare.attempt', 'Attempt {{number}}', { number: formatCount(index + 1) }),
    value: joined(
      ' · ',
      attempt.provider,
      attempt.endpoint,
      attempt.responseModel ?? attempt.model,
      stateWord(attempt.state),
      attempt.statusCode === undefined ? null : String(attempt.statusCode),
      attempt.errorCode ?? attempt.errorType,
      attempt.durationMs === undefined ? null : formatDuration(attempt.durationMs),
      attempt.paidNanoUsd === undefined ? null : formatExactCost(attempt.paidNanoUsd),
    ),
  }));
}
