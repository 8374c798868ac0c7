import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import { type UsageRecord, recordKeyOf } from '@tokentrail/records';
import React, { useCallback, useEffect, useState, type FormEvent } from 'react';
import { unixMs } from '../../format.ts';
import { parsePastedRequest } from '../../request-page-parameters.ts';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useQuery } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import type { RequestRef } from '../request-view.ts';
import { findById } from './find-by-id.ts';

interface Props {
  record: UsageRecord;
  onCompare: (other: RequestRef) => void;
}

/** A request to compare with, by its link or one of its ids. */
export function PastedRequest({ record, onCompare }: Props) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  /** An id that is searched for. */
  const [id, setId] = useState<string | null>(null);
  const { query, isSearching } = useFoundById(id, record);
  const found = query.value;
  useEffect(() => {
    if (found) {
      onCompare(recordKeyOf(found));
    }
  }, [found, onCompare]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const other = parsePastedRequest(text);
    setId(other === null ? text.trim() : null);
    if (other !== null) {
      onCompare(other);
    }
  };
  const isWrong = id !== null && (query.status === 'failed' || found === null);
  return (
    <form onSubmit={onSubmit} className={styles.form}>
      <Field
        noMargin
        label={t('request.compare.paste', 'Link or id of a request')}
        invalid={isWrong}
        error={
          (query.status === 'ready' ? null : query.failure?.message) ??
          t(
            'request.compare.wrong',
            'No request within 30 days has this id. Paste the address of a request, its ids as <trace>/<span>, or the id that its caller or provider got.',
          )
        }
      >
        <Input
          id="tokentrail-compare-with"
          value={text}
          loading={isSearching}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setId(null);
          }}
          data-testid={testIds.request.comparePaste}
        />
      </Field>
      <Button size="sm" type="submit" variant="secondary" disabled={text.trim() === '' || isSearching}>
        {t('request.compare.button', 'Compare')}
      </Button>
    </form>
  );
}

function useFoundById(id: string | null, { startUnixNano }: UsageRecord) {
  const { stores, mayReadTraces } = useLedger();
  const { ledger } = stores;
  const load = useCallback(
    (signal: AbortSignal) => findById(ledger, id ?? '', unixMs(startUnixNano), mayReadTraces, signal),
    [ledger, id, startUnixNano, mayReadTraces],
  );
  const query = useQuery(id === null ? null : load);
  return { query, isSearching: id !== null && query.status === 'loading' };
}

const getStyles = (theme: GrafanaTheme2) => ({
  form: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1) }),
});
