import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { RecordDetail, UsageRecord } from '@tokentrail/records';
import type { ContentSizes } from '@tokentrail/usage-store';
import React, { useId, useRef } from 'react';
import { useNamesHidden } from '../../components/NamesHidden.tsx';
import { Section } from '../../components/Section.tsx';
import { QueryState } from '../../states/QueryState.tsx';
import { useLedger } from '../../store/LedgerProvider.tsx';
import { testIds } from '../../testIds.ts';
import { shownTabs, tabWords, type ShownTab } from './content-tabs.ts';
import { emptyWords } from './empty-words.ts';
import { TabContent } from './TabContent.tsx';
import { useStoredContent } from './use-content.ts';

interface Props {
  record: UsageRecord;
  detail: RecordDetail | null;
  /** Key of the open tab; null, or one that the record does not have: the first one with content. */
  tab: string | null;
  onTab: (key: string) => void;
  /** Uid of the data source, for the link to its settings after a failure. */
  ds: string | null;
}

/**
 * Recorded headers, bodies and messages that the traces store still has. It reads which there are, and each text when its tab is
 * opened.
 */
export function ContentSection(props: Props) {
  const styles = useStyles2(getStyles);
  const namesHidden = useNamesHidden();
  return (
    <Section title={t('request.content.title', 'Content')} data-testid={testIds.request.content}>
      {namesHidden ? (
        <p className={styles.note}>
          <Trans i18nKey="request.content.names-hidden">
            Content may contain names and keys, so it is hidden with them.
          </Trans>
        </p>
      ) : (
        <StoredTabs {...props} />
      )}
    </Section>
  );
}

function StoredTabs({ record, ds, ...rest }: Props) {
  const { query, retry } = useStoredContent(record, record.state);
  return (
    <QueryState query={query} loadingText={t('request.content.loading', 'Loading content…')} ds={ds} onRetry={retry}>
      {(stored) => (
        <Tabs {...{ record, ds, ...rest }} tabs={shownTabs(record, stored)} sizes={stored.sizes ?? NO_SIZES} />
      )}
    </QueryState>
  );
}

const NO_SIZES: ContentSizes = {};

interface TabsProps extends Props {
  tabs: readonly ShownTab[];
  sizes: ContentSizes;
}

function Tabs({ record, detail, tabs, tab, sizes, onTab, ds }: TabsProps) {
  const styles = useStyles2(getStyles);
  const id = useId();
  const { timeZone } = useLedger();
  const bar = useRef<HTMLDivElement>(null);
  const open = tabs.find(({ key }) => key === tab) ?? tabs.find(({ empty }) => empty === null) ?? tabs[0];
  if (open === undefined) {
    return (
      <p className={styles.note}>
        <Trans i18nKey="request.content.none">No content was recorded for this request.</Trans>
      </p>
    );
  }
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step && tabs[(tabs.findIndex(({ key }) => key === open.key) + step + tabs.length) % tabs.length];
    if (next) {
      event.preventDefault();
      onTab(next.key);
      bar.current?.querySelectorAll<HTMLElement>('[role="tab"]')[tabs.indexOf(next)]?.focus();
    }
  };
  return (
    <>
      <div ref={bar} onKeyDown={onKeyDown}>
        <TabsBar className={styles.bar}>
          {tabs.map(({ key }) => (
            <Tab
              key={key}
              label={tabWords(key)}
              active={key === open.key}
              onChangeTab={() => onTab(key)}
              data-testid={testIds.request.contentTab(key)}
              aria-controls={key === open.key ? id : undefined}
            />
          ))}
        </TabsBar>
      </div>
      <div id={id} role="tabpanel" aria-label={tabWords(open.key)} className={styles.panel}>
        {open.empty === null ? (
          <TabContent key={open.key} {...{ record, detail, sizes, ds }} tab={open} />
        ) : (
          <p className={styles.note} data-testid={testIds.request.contentEmpty}>
            {emptyWords(open.empty, timeZone)}
          </p>
        )}
      </div>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
  // On a narrow page, tabs take several lines, so that all are visible.
  bar: css({ '[role="tablist"]': { flexWrap: 'wrap', height: 'auto' } }),
  panel: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1), marginTop: theme.spacing(1) }),
});
