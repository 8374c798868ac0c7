import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, LoadingPlaceholder, Stack, useStyles2 } from '@grafana/ui';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { useCallback, useMemo, useState } from 'react';
import { formatCount } from '../../../format.ts';
import { Bar } from '../Bar.tsx';
import { LoadedContent } from '../LoadedContent.tsx';
import type { TabProps } from '../tab-props.ts';
import { useSteps } from '../text/steps.ts';
import { joinResults } from './join-results.ts';
import { Message } from './Message.tsx';
import { conversationSteps } from './turns.ts';

/** The messages of a call: what was said, thought, and done by tools. */
export default function ConversationTab({ record, tab, ds }: TabProps) {
  return (
    <LoadedContent record={record} names={tab.names} ds={ds}>
      {(content) => <Conversation content={content} />}
    </LoadedContent>
  );
}

/** Messages shown at first, and with each request for more. */
const PAGE = 50;

function Conversation({ content }: { content: RecordContent }) {
  const styles = useStyles2(getStyles);
  const unread = useSteps(
    useCallback(
      () =>
        conversationSteps({
          system: content.systemInstructions,
          input: content.inputMessages,
          output: content.outputMessages,
          requestBody: content.clientRequestBody ?? content.providerRequestBody,
          responseBody: content.clientResponseBody ?? content.providerResponseBody,
        }),
      [content],
    ),
  );
  // The end of a long conversation says most: it is shown first.
  const [shown, setShown] = useState(PAGE);
  const left = Math.max(0, (unread?.length ?? 0) - shown);
  const turns = useMemo(() => joinResults((unread ?? []).slice(left).map((read) => read())), [unread, left]);
  if (unread === null) {
    return <LoadingPlaceholder text={t('request.content.reading', 'Preparing the text…')} />;
  }
  if (left === 0 && turns.length === 0) {
    return (
      <p className={styles.note}>
        <Trans i18nKey="request.content.conversation.none">
          The recorded bodies have no messages in a form that is known here.
        </Trans>
      </p>
    );
  }
  return (
    <Stack direction="column" gap={1}>
      <Bar note={left > 0 && lastWords(shown)}>
        {left > 0 && (
          <Button size="sm" variant="secondary" fill="text" onClick={() => setShown(shown + PAGE)}>
            {t('request.content.conversation.earlier', 'Show earlier messages ({{number}})', {
              number: formatCount(left),
            })}
          </Button>
        )}
      </Bar>
      <ol className={styles.messages}>
        {turns.map((turn, index) => (
          <Message key={turns.length - index} turn={turn} />
        ))}
      </ol>
    </Stack>
  );
}

function lastWords(count: number): string {
  return t('request.content.conversation.last', 'The last {{number}} messages', { number: formatCount(count) });
}

const getStyles = (theme: GrafanaTheme2) => ({
  note: css({ color: theme.colors.text.secondary, margin: 0 }),
  messages: css({
    listStyle: 'none',
    margin: 0,
    padding: 0,
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
  }),
});
