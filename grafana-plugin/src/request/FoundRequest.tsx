import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import { QueryState } from '../states/QueryState.tsx';
import { useLedger } from '../store/LedgerProvider.tsx';
import { testIds } from '../testIds.ts';
import { RequestNotFound } from './RequestNotFound.tsx';
import type { RequestRef } from './request-view.ts';
import type { FoundRecord } from './use-found-record.ts';
import type { RequestParts } from './use-request.ts';

interface Props {
  reference: RequestRef;
  found: FoundRecord;
  /** The found record with its parts; null until it is found. */
  request: RequestParts | null;
  /** Searches for the request without its start. */
  onSearch?: (() => void) | undefined;
  children: (request: RequestParts) => ReactNode;
}

/** Shows a request once it is found: until then how far the search is, and in the end that it found nothing. */
export function FoundRequest({ reference, found, request, onSearch, children }: Props) {
  const { ds } = useLedger();
  const searches = reference.startUnixNano === null;
  const loadingText = searches ? searchingWords(found.searchedMs) : t('request.loading', 'Loading request…');
  return (
    <QueryState query={found.query} loadingText={loadingText} ds={ds} onRetry={found.retry}>
      {(record) =>
        record === null || request === null ? (
          <RequestNotFound>
            {!searches && onSearch !== undefined && (
              <Button variant="secondary" icon="search" onClick={onSearch}>
                {t('request.not-found.search', 'Search without the start time')}
              </Button>
            )}
          </RequestNotFound>
        ) : (
          <>
            {searches && <p data-testid={testIds.request.searchNote}>{foundWords(found.searchedMs)}</p>}
            {children(request)}
          </>
        )
      }
    </QueryState>
  );
}

function searchingWords(searchedMs: number | null): string {
  return searchedMs === null
    ? t('request.search.all', 'The link has no start time. Searching all requests…')
    : t('request.search.range', 'The link has no start time. Searching the last {{range}}…', {
        range: rangeWords(searchedMs),
      });
}

function foundWords(searchedMs: number | null): string {
  return searchedMs === null
    ? t('request.search.found-all', 'The link has no start time. The request was found among all requests.')
    : t('request.search.found-range', 'The link has no start time. The request was found in the last {{range}}.', {
        range: rangeWords(searchedMs),
      });
}

const HOUR_MS = 3_600_000;

/** "7 days", "1 hour". */
function rangeWords(ms: number): string {
  const hours = Math.round(ms / HOUR_MS);
  return hours < 24
    ? t('request.search.hours', '', {
        count: hours,
        defaultValue_one: '{{count}} hour',
        defaultValue_other: '{{count}} hours',
      })
    : t('request.search.days', '', {
        count: Math.round(hours / 24),
        defaultValue_one: '{{count}} day',
        defaultValue_other: '{{count}} days',
      });
}
