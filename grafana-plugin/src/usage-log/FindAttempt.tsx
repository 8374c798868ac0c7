import { t, Trans } from '@grafana/i18n';
import { Button, Stack, Text } from '@grafana/ui';
import type { RecordKey } from '@tokentrail/records';
import type { TimeRange } from '@tokentrail/usage-store';
import React, { useCallback, useState } from 'react';
import { QueryState } from '../states/QueryState.tsx';
import { useLedger } from '../store/LedgerProvider.tsx';
import { useRepeatable } from '../store/use-repeatable.ts';

interface Props {
  /** A searched word that no record has. */
  id: string;
  range: TimeRange;
  onOpen: (record: RecordKey) => void;
}

/** Shorter words are no ids. */
const MIN_LENGTH = 8;

/**
 * Searches the attempts for a provider's request id, such as one from an error message: in a gateway, lists have only the id that
 * the caller got. It reads all attempts of the range, so the user asks for it. Nothing for users who may not read attempts.
 */
export function FindAttempt({ id, range, onOpen }: Props) {
  const [searched, setSearched] = useState<string | null>(null);
  const { stores, mayReadTraces } = useLedger();
  if (!mayReadTraces || !stores.ledger.capabilities.attemptIds || id.length < MIN_LENGTH || /\s/.test(id)) {
    return null;
  }
  return searched === id ? (
    <Found {...{ id, range, onOpen }} />
  ) : (
    <Button size="sm" variant="secondary" icon="search" onClick={() => setSearched(id)}>
      <Trans i18nKey="usage-log.empty.find-attempt">Search the request ids of providers</Trans>
    </Button>
  );
}

function Found({ id, range: { fromMs, toMs }, onOpen }: Props) {
  const { stores, ds } = useLedger();
  const { ledger } = stores;
  const load = useCallback(
    (signal: AbortSignal) => ledger.keysOfAttempt({ requestId: id, range: { fromMs, toMs }, limit: 1, signal }),
    [ledger, id, fromMs, toMs],
  );
  const { query, retry } = useRepeatable(load);
  return (
    <QueryState
      query={query}
      loadingText={t('usage-log.empty.finding-attempt', 'Searching the attempts…')}
      ds={ds}
      onRetry={retry}
    >
      {([key]) =>
        key === undefined ? (
          <Text color="secondary">
            {t('usage-log.empty.no-attempt', 'No attempt of this period has this id either.')}
          </Text>
        ) : (
          <Stack direction="row" gap={1} alignItems="center">
            <Text color="secondary">
              {t('usage-log.empty.attempt-found', 'A provider gave this id to an attempt.')}
            </Text>
            <Button size="sm" onClick={() => onOpen(key)}>
              <Trans i18nKey="usage-log.empty.open-attempt">Open the request</Trans>
            </Button>
          </Stack>
        )
      }
    </QueryState>
  );
}
