import { css } from '@emotion/css';
import { t, Trans } from '@grafana/i18n';
import { getDataSourceSrv } from '@grafana/runtime';
import { Button, Stack, Text } from '@grafana/ui';
import React from 'react';
import type { ChainSubject, LinkSubject } from '../chain-test/chain-steps.ts';
import type { StepResult } from '../chain-test/run-steps.ts';
import { Section } from '../components/Section.tsx';
import { openStores, usageDataSources, type AppSettings } from '../store/grafana-stores.ts';
import { storeKindOf } from '../store/kinds/index.ts';
import { configTestIds } from '../configTestIds.ts';
import { mayReadTraces } from '../user.ts';
import { ChainStep } from './ChainStep.tsx';
import { readSecureFields } from './read-secure-fields.ts';
import { useChainTest } from './use-chain-test.ts';

const LIST = css({ listStyle: 'none' });

interface Props {
  /** Uid of the data source. */
  uid: string;
  /** Data sources of the links, saved or not. */
  linked: AppSettings;
}

/** Tests each part between the services and this page, and names the one that fails. */
export function ChainTest({ uid, linked }: Props) {
  const { results, isRunning, start } = useChainTest(subjectOf(uid, linked));
  return (
    <Section level={2} title={t('configuration.chain.title', 'Connection test')} data-testid={configTestIds.chain}>
      <Stack direction="column" gap={2} alignItems="flex-start">
        <Text color="secondary">
          <Trans i18nKey="configuration.chain.description">
            Reads from every store with the saved settings, and checks whether records and reports of your services
            arrive.
          </Trans>
        </Text>
        <Button variant="secondary" icon="play" data-testid={configTestIds.check} onClick={start}>
          <Trans i18nKey="configuration.chain.start">Run test</Trans>
        </Button>
        {/* It exists before the result, so that screen readers announce the result. */}
        <div role="status">{results !== null && <Text>{summary(results, isRunning)}</Text>}</div>
      </Stack>
      {results !== null && (
        <ol data-testid={configTestIds.steps} className={LIST}>
          {results.map((result, index) => (
            <ChainStep
              key={result.id}
              result={result}
              isNext={result.finding === null && results[index - 1]?.finding !== null}
              ds={uid}
            />
          ))}
        </ol>
      )}
    </Section>
  );
}

function subjectOf(uid: string, linked: AppSettings): ChainSubject {
  const settings = usageDataSources().find((known) => known.uid === uid)?.jsonData ?? {};
  return {
    kind: storeKindOf(settings),
    open: () => openStores(uid),
    readSecureFields: (signal) => readSecureFields(uid, signal),
    mayReadTraces: mayReadTraces(),
    links: { trace: linkOf(linked.traceDataSourceUid), logs: linkOf(linked.logDataSourceUid) },
  };
}

function linkOf(uid: string | undefined): LinkSubject {
  return uid === undefined || uid === '' ? null : getDataSourceSrv().getInstanceSettings(uid);
}

function summary(results: readonly StepResult[], isRunning: boolean): string {
  if (isRunning) {
    return t('configuration.chain.running', 'Testing…');
  }
  const named = (state: 'failed' | 'warning') =>
    results
      .filter(({ finding }) => finding?.state === state)
      .map(({ name }) => name)
      .join(', ');
  const [failed, warned] = [named('failed'), named('warning')];
  if (failed !== '') {
    return t('configuration.chain.failed', 'Failed: {{steps}}', { steps: failed });
  }
  return warned === ''
    ? t('configuration.chain.passed', 'Everything that was tested works')
    : t('configuration.chain.warned', 'Works, but look at: {{steps}}', { steps: warned });
}
