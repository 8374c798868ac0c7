import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { ClipboardButton, LoadingPlaceholder, Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { CaptureLevel } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { useState } from 'react';
import { formatCount } from '../../format.ts';
import { Failure } from '../../states/Failure.tsx';
import type { Query } from '../../store/use-query.ts';
import { testIds } from '../../testIds.ts';
import { contentParts, type ContentPart } from './content-parts.ts';
import { Section } from '../../components/Section.tsx';

/** Characters shown at most. A body may have tens of millions, and a longer text blocks the browser. */
const MAX_CHARACTERS = 200_000;

interface Props {
  content: Query<RecordContent | null>;
  captureLevel: CaptureLevel | null;
  ds: string | null;
}

/** Recorded headers, bodies and messages that the traces store still holds. */
export function ContentSection({ content, captureLevel, ds }: Props) {
  const styles = useStyles2(getStyles);
  const parts = content.status === 'ready' ? contentParts(content.value ?? {}) : [];
  return (
    <Section title={t('request.content.title', 'Content')} data-testid={testIds.request.content}>
      {content.status === 'loading' && <LoadingPlaceholder text={t('request.content.loading', 'Loading content…')} />}
      {content.status !== 'ready' && content.failure && <Failure failure={content.failure} ds={ds} />}
      {content.status === 'ready' && parts.length === 0 && (
        <p className={styles.note}>{emptyContentReason(content.value, captureLevel)}</p>
      )}
      {parts.length > 0 && <ContentTabs parts={parts} />}
    </Section>
  );
}

function ContentTabs({ parts }: { parts: readonly ContentPart[] }) {
  const styles = useStyles2(getStyles);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = parts.find(({ key }) => key === chosen) ?? parts[0];
  return (
    <>
      <TabsBar>
        {parts.map(({ key, label }) => (
          <Tab key={key} label={label} active={key === shown?.key} onChangeTab={() => setChosen(key)} />
        ))}
      </TabsBar>
      {shown && (
        <div className={styles.content}>
          <ClipboardButton className={styles.copy} icon="copy" size="sm" variant="secondary" getText={() => shown.text}>
            <Trans i18nKey="request.content.copy">Copy</Trans>
          </ClipboardButton>
          <pre className={styles.text} data-testid={testIds.request.contentText}>
            {shown.text.slice(0, MAX_CHARACTERS)}
          </pre>
          {shown.text.length > MAX_CHARACTERS && (
            <p className={styles.note}>
              {t(
                'request.content.shortened',
                'Showing the first {{shown}} of {{all}} characters. Copy copies the full text.',
                { shown: formatCount(MAX_CHARACTERS), all: formatCount(shown.text.length) },
              )}
            </p>
          )}
        </div>
      )}
    </>
  );
}

function emptyContentReason(content: RecordContent | null, captureLevel: CaptureLevel | null): string {
  if (captureLevel === 'headers' || captureLevel === 'full') {
    return content === null
      ? t(
          'request.content.absent',
          'The traces store does not have the content of this call. It may not have arrived yet, or it has expired: content is kept for a shorter time than the row.',
        )
      : t('request.content.none', 'No content was recorded for this call.');
  }
  return t(
    'request.content.not-captured',
    'Content was not recorded because the capture level is basic. To record it, set TOKENTRAIL_CAPTURE to headers or full.',
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
  content: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    marginTop: theme.spacing(1),
  }),
  copy: css({ alignSelf: 'flex-end' }),
  text: css({
    maxHeight: '60vh',
    overflow: 'auto',
    margin: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
