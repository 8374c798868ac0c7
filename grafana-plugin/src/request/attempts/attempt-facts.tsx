import type { TimeZone } from '@grafana/data';
import { t } from '@grafana/i18n';
import type { Attempt, UsageRecord } from '@tokentrail/records';
import React, { type ReactNode } from 'react';
import { AmountText } from '../../components/AmountText.tsx';
import type { Fact } from '../../components/Facts.tsx';
import { formatDuration, formatTime } from '../../format.ts';
import { joined } from '../../record/record-view.ts';
import { billedWord } from '../../record/record-words.ts';
import { attemptStatusText, usedWords } from './attempt-words.ts';

type Value = ReactNode | null | undefined;

/** The recorded facts of an attempt. What was not recorded is left out. */
export function attemptFacts(
  attempt: Attempt,
  record: Pick<UsageRecord, 'apiFormat' | 'startUnixNano'>,
  timeZone: TimeZone,
): Fact[] {
  const facts = [
    ...outcomeFacts(attempt),
    ...timeFacts(attempt, record, timeZone),
    ...routeFacts(attempt, record),
    ...costFacts(attempt),
  ];
  return facts.filter(({ value }) => value !== null && value !== '');
}

function fact(label: string, value: Value, options: Pick<Fact, 'personal' | 'copyable'> = {}): Fact {
  return { label, value: value ?? null, ...options };
}

function outcomeFacts(attempt: Attempt): Fact[] {
  const { errorCode, errorType, statusCode } = attempt;
  const status = attemptStatusText(attempt);
  return [
    fact(t('request.attempt.outcome', 'Outcome'), status),
    fact(
      t('request.attempt.status-code', 'Status code'),
      statusCode === undefined || status.startsWith(String(statusCode)) ? null : String(statusCode),
    ),
    fact(t('request.attempt.error-code', 'Error code'), errorCode),
    fact(t('request.attempt.error-type', 'Error type'), errorType === errorCode ? null : errorType),
  ];
}

function timeFacts(
  { offsetMs, durationMs, firstChunkMs }: Attempt,
  { startUnixNano }: Pick<UsageRecord, 'startUnixNano'>,
  timeZone: TimeZone,
): Fact[] {
  const ms = (value: number | undefined) => (value === undefined ? null : formatDuration(value));
  return [
    fact(t('request.attempt.started-after', 'Started after'), ms(offsetMs)),
    fact(t('request.attempt.started-at', 'Started at'), offsetMs && startTime(startUnixNano, offsetMs, timeZone)),
    fact(t('request.attempt.latency', 'Latency'), ms(durationMs)),
    fact(t('request.attempt.first-chunk', 'First chunk'), ms(firstChunkMs)),
  ];
}

/** Milliseconds that can be a time of a call: 100 days. */
const MAX_OFFSET_MS = 100 * 86_400_000;

/** Time of day with milliseconds, for a search in other logs. Null for an absurd offset. */
function startTime(startUnixNano: string, offsetMs: number, timeZone: TimeZone): string | null {
  return Math.abs(offsetMs) < MAX_OFFSET_MS
    ? formatTime(String(BigInt(startUnixNano) + BigInt(Math.round(offsetMs * 1e6))), timeZone, false)
    : null;
}

function routeFacts(attempt: Attempt, record: Pick<UsageRecord, 'apiFormat'>): Fact[] {
  const { retry, continues, requestedTier, servedTier } = attempt;
  return [
    fact(t('request.attempt.retry', 'Retry'), retry === 0 || continues === true ? null : String(retry)),
    fact(
      t('request.attempt.continues', 'Continues'),
      continues === true ? t('request.attempt.previous-response', 'the response of the previous attempt') : null,
    ),
    fact(t('request.attempt.endpoint', 'Endpoint'), attempt.endpoint),
    fact(t('request.attempt.server', 'Server'), attempt.server),
    fact(t('request.attempt.key', 'Key'), joined(' · ', attempt.keyName, attempt.keyPreview), { personal: true }),
    fact(t('request.attempt.key-fingerprint', 'Key fingerprint'), attempt.keyFingerprint, { personal: true }),
    fact(t('request.attempt.request-id', 'Provider’s request id'), attempt.requestId, { copyable: true }),
    fact(t('request.attempt.api-format', 'API format'), apiFormatText(attempt, record)),
    fact(
      t('request.attempt.served-model', 'Model that responded'),
      attempt.responseModel === attempt.model ? null : attempt.responseModel,
    ),
    fact(
      t('request.attempt.service-tier', 'Service tier'),
      requestedTier === servedTier ? servedTier : joined(' → ', requestedTier, servedTier),
    ),
    fact(
      t('request.attempt.account', 'Account at the provider'),
      joined(' · ', attempt.organization, attempt.project),
      {
        personal: true,
      },
    ),
  ];
}

/** The format sent to the provider, after the caller's if the gateway converts: "openai.chat → anthropic.messages". */
function apiFormatText({ apiFormat }: Attempt, record: Pick<UsageRecord, 'apiFormat'>): string | null {
  return apiFormat === undefined || apiFormat === record.apiFormat
    ? record.apiFormat
    : joined(' → ', record.apiFormat, apiFormat);
}

function costFacts(attempt: Attempt): Fact[] {
  const { paidNanoUsd, billed } = attempt;
  return [
    fact(t('request.attempt.usage', 'Usage'), usedWords(attempt)),
    fact(t('request.attempt.billed', 'Billed by the provider'), billed && billedWord(billed)),
    fact(
      t('request.attempt.paid', 'Paid'),
      paidNanoUsd && <AmountText amount={{ nanoUsd: paidNanoUsd, state: 'priced' }} />,
    ),
    fact(t('request.attempt.price-tier', 'Price tier'), attempt.priceTier),
    fact(
      t('request.attempt.price-conditions', 'Price conditions'),
      joined(', ', ...Object.entries(attempt.conditions ?? {}).map(([name, value]) => `${name} ${value}`)),
    ),
    fact(t('request.attempt.contract', 'Factor of the contract'), attempt.contract),
  ];
}
