import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Checkbox, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, Suspense, useMemo, useState } from 'react';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { Section } from '../../components/Section.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import type { RequestParts } from '../use-request.ts';
import { comparedGroups, type ComparedSide } from './compared-groups.ts';
import { CompareHead } from './CompareHead.tsx';
import { CompareTable } from './CompareTable.tsx';

// Loads the library that compares texts.
const PromptDiff = lazy(() => import('./PromptDiff.tsx'));

interface Props {
  left: RequestParts;
  right: RequestParts;
}

/** Two requests side by side: what they were, tokens, cost, attempts, and for users who may read content the prompts. */
export function CompareView({ left, right }: Props) {
  const styles = useStyles2(getStyles);
  const { mayReadTraces, timeZone } = useLedger();
  const namesHidden = useNamesHidden();
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const groups = comparedGroups(sideOf(left), sideOf(right), { timeZone, namesHidden });
  const [leftKey, rightKey] = [useKey(left.record), useKey(right.record)];
  return (
    <div className={styles.view} data-testid={testIds.request.compare}>
      <CompareHead left={left.record} right={right.record} />
      <div>
        <Checkbox
          label={t('request.compare.only-differences', 'Only differences')}
          value={onlyDifferences}
          onChange={({ currentTarget }) => setOnlyDifferences(currentTarget.checked)}
        />
      </div>
      {groups.map((group) => (
        <CompareTable key={group.title} {...{ group, onlyDifferences }} />
      ))}
      {mayReadTraces && (
        <Section title={t('request.compare.prompt', 'Prompt')}>
          <Suspense
            fallback={<LoadingPlaceholder text={t('request.compare.loading-prompts', 'Comparing the prompts…')} />}
          >
            <PromptDiff left={leftKey} right={rightKey} />
          </Suspense>
        </Section>
      )}
    </div>
  );
}

function sideOf({ record, detail, attempts }: RequestParts): ComparedSide {
  return { record, detail, attempts: attempts.value ?? null };
}

/** The same object as long as the record is the same one, so that its content is read once. */
function useKey({ startUnixNano, traceId, spanId, sender }: UsageRecord) {
  return useMemo(
    () => ({ startUnixNano, traceId, spanId, ...(sender !== undefined && { sender }) }),
    [startUnixNano, traceId, spanId, sender],
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: theme.spacing(2) }),
});
