import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { ClipboardButton, LoadingPlaceholder, Tab, TabsBar, useStyles2 } from '@grafana/ui';
import type { CaptureLevel } from '@tokentrail/records';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { useState } from 'react';
import { formatCount } from '../format.ts';
import { Failure } from '../states/Failure.tsx';
import type { Loaded } from '../store/use-loaded.ts';
import { testIds } from '../testIds.ts';
import { contentParts, type ContentPart } from './content-parts.ts';
import { Section } from './Section.tsx';

/** More than this makes the browser stall; a body may have tens of millions. */
const MOST_CHARACTERS = 200_000;

interface Props {
  content: Loaded<RecordContent | null>;
  captureLevel: CaptureLevel | null;
  ds: string | null;
}

/** What was said, as far as it was recorded and is still kept. */
export function ContentSection({ content, captureLevel, ds }: Props) {
  const styles = useStyles2(getStyles);
  const parts = content.status === 'ready' ? contentParts(content.value ?? {}) : [];
  return (
    <Section title="Content" data-testid={testIds.request.content}>
      {content.status === 'loading' && <LoadingPlaceholder text="Loading content…" />}
      {content.status === 'failed' && <Failure failure={content.failure} ds={ds} />}
      {content.status === 'ready' && parts.length === 0 && (
        <p className={styles.note}>{nothingBecause(content.value, captureLevel)}</p>
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
            Copy
          </ClipboardButton>
          <pre className={styles.text} data-testid={testIds.request.contentText}>
            {shown.text.slice(0, MOST_CHARACTERS)}
          </pre>
          {shown.text.length > MOST_CHARACTERS && (
            <p className={styles.note}>
              The first {formatCount(MOST_CHARACTERS)} of {formatCount(shown.text.length)} characters. Copy takes all.
            </p>
          )}
        </div>
      )}
    </>
  );
}

function nothingBecause(content: RecordContent | null, captureLevel: CaptureLevel | null): string {
  if (captureLevel === 'headers' || captureLevel === 'full') {
    return content === null
      ? 'The content of this call is no longer, or not yet, in the traces store: it is kept for a shorter time than the row.'
      : 'No content was recorded for this call.';
  }
  return 'Content was not recorded: capture is at level basic. Set TOKENTRAIL_CAPTURE to headers or full to record it.';
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
  content: css({ position: 'relative', marginTop: theme.spacing(1) }),
  copy: css({ position: 'absolute', top: theme.spacing(1), right: theme.spacing(1) }),
  text: css({
    maxHeight: '60vh',
    overflow: 'auto',
    margin: 0,
    whiteSpace: 'pre-wrap',
    overflowWrap: 'anywhere',
    fontSize: theme.typography.bodySmall.fontSize,
  }),
});
