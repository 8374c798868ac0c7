import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, Field, Input, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import type { FilterCondition } from '@tokentrail/usage-store';
import React, { useCallback, useMemo, useState, type FormEvent } from 'react';
import { NameText } from '../../components/NameText.tsx';
import { formatTime } from '../../format.ts';
import { joined, shortModelText } from '../../record/record-view.ts';
import { parsePastedRequest } from '../../request-page-parameters.ts';
import { QueryState } from '../../states/QueryState.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { useQuery } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import type { RequestRef } from '../request-view.ts';
import { adjacentCalls, type AdjacentCalls } from './adjacent-calls.ts';

interface Props {
  record: UsageRecord;
  onCompare: (other: RequestRef) => void;
}

/** Requests to compare with: the call before and after in the same session and with the same key, or one whose link is pasted. */
export default function CompareChoice({ record, onCompare }: Props) {
  const styles = useStyles2(getStyles);
  const { sessionId, keyName } = record;
  return (
    <div className={styles.choice} data-testid={testIds.request.compareChoice}>
      {sessionId !== null && (
        <Adjacent
          title={t('request.compare.session', 'Same session')}
          field="session"
          value={sessionId}
          {...{ record, onCompare }}
        />
      )}
      {keyName !== null && (
        <Adjacent
          title={t('request.compare.key', 'Same key')}
          field="key_name"
          value={keyName}
          {...{ record, onCompare }}
        />
      )}
      <PastedRequest onCompare={onCompare} />
    </div>
  );
}

interface AdjacentProps extends Props {
  title: string;
  field: 'session' | 'key_name';
  value: string;
}

function Adjacent({ title, field, value, record, onCompare }: AdjacentProps) {
  const styles = useStyles2(getStyles);
  const { stores, ds } = useLedger();
  const conditions = useMemo<FilterCondition[]>(() => [{ field, values: [value] }], [field, value]);
  const load = useCallback(
    (signal: AbortSignal) => adjacentCalls(stores.ledger, record, conditions, signal),
    [stores, record, conditions],
  );
  const query = useQuery(load);
  return (
    <div role="group" aria-label={title}>
      <div className={styles.title}>{title}</div>
      <QueryState query={query} loadingText={t('request.compare.loading', 'Loading…')} ds={ds}>
        {(calls) => <Calls {...{ calls, onCompare }} />}
      </QueryState>
    </div>
  );
}

function Calls({ calls: { previous, next }, onCompare }: { calls: AdjacentCalls; onCompare: Props['onCompare'] }) {
  const styles = useStyles2(getStyles);
  return previous === null && next === null ? (
    <span className={styles.title}>{t('request.compare.no-others', 'No other call')}</span>
  ) : (
    <div className={styles.calls}>
      {previous !== null && (
        <Call label={t('request.compare.previous', 'Previous')} record={previous} onCompare={onCompare} />
      )}
      {next !== null && <Call label={t('request.compare.next', 'Next')} record={next} onCompare={onCompare} />}
    </div>
  );
}

function Call({ label, record, onCompare }: Props & { label: string }) {
  const { timeZone } = useLedger();
  const { startUnixNano, traceId, spanId, sender } = record;
  const name = joined(' · ', shortModelText(record), formatTime(startUnixNano, timeZone, true)) ?? '';
  return (
    <Button
      size="sm"
      variant="secondary"
      fill="text"
      onClick={() => onCompare({ startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) })}
    >
      {label}: <NameText text={name} />
    </Button>
  );
}

function PastedRequest({ onCompare }: Pick<Props, 'onCompare'>) {
  const styles = useStyles2(getStyles);
  const [text, setText] = useState('');
  const [isWrong, setWrong] = useState(false);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const other = parsePastedRequest(text);
    setWrong(other === null);
    if (other !== null) {
      onCompare(other);
    }
  };
  return (
    <form onSubmit={onSubmit} className={styles.form}>
      <Field
        noMargin
        label={t('request.compare.paste', 'Link or ids of a request')}
        invalid={isWrong}
        error={t('request.compare.wrong', 'Paste the address of a request, or its ids as <trace>/<span>')}
      >
        <Input
          id="tokentrail-compare-with"
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
          data-testid={testIds.request.comparePaste}
        />
      </Field>
      <Button size="sm" type="submit" variant="secondary" disabled={text.trim() === ''}>
        {t('request.compare.button', 'Compare')}
      </Button>
    </form>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  choice: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1.5),
    width: theme.spacing(45),
    maxWidth: '100%',
  }),
  title: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  calls: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start' }),
  form: css({ display: 'flex', flexDirection: 'column', alignItems: 'flex-start', gap: theme.spacing(1) }),
});
