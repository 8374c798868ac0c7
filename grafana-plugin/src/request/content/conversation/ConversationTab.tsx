import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, Stack, useStyles2 } from '@grafana/ui';
import type { RecordContent } from '@tokentrail/usage-store';
import React, { useMemo, useState } from 'react';
import { formatCount } from '../../../format.ts';
import { Bar } from '../Bar.tsx';
import { LoadedContent } from '../LoadedContent.tsx';
import type { TabProps } from '../TabContent.tsx';
import { joinResults } from './join-results.ts';
import { Message } from './Message.tsx';
import { turnsOf } from './turns.ts';

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
  const turns = useMemo(
    () =>
      joinResults(
        turnsOf({
          system: content.systemInstructions,
          input: content.inputMessages,
          output: content.outputMessages,
          requestBody: content.clientRequestBody ?? content.providerRequestBody,
          responseBody: content.clientResponseBody ?? content.providerResponseBody,
        }),
      ),
    [content],
  );
  // The end of a long conversation says most: it is shown first.
  const [shown, setShown] = useState(PAGE);
  const left = Math.max(0, turns.length - shown);
  if (turns.length === 0) {
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
      <Bar
        note={t('request.content.conversation.count', '', {
          count: turns.length,
          formatted: formatCount(turns.length),
          defaultValue_one: '{{formatted}} message',
          defaultValue_other: '{{formatted}} messages',
        })}
      >
        {left > 0 && (
          <Button size="sm" variant="secondary" fill="text" onClick={() => setShown(shown + PAGE)}>
            {t('request.content.conversation.earlier', 'Show earlier messages ({{number}})', {
              number: formatCount(left),
            })}
          </Button>
        )}
      </Bar>
      <ol className={styles.messages}>
        {turns.slice(left).map((turn, index) => (
          <Message key={left + index} turn={turn} />
        ))}
      </ol>
    </Stack>
  );
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
