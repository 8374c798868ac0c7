import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { CopyButton } from '../../../components/CopyButton.tsx';
import { NameText } from '../../../components/NameText.tsx';
import { visibleText } from '@tokentrail/records';
import { testIds } from '../../../testIds.ts';
import { FoldedPart } from './FoldedPart.tsx';
import type { JoinedPart, JoinedTurn } from './join-results.ts';
import { LongPlainText } from './LongPlainText.tsx';

/** One message: who said it, and its parts in their order. */
export function Message({ turn: { role, parts } }: { turn: JoinedTurn }) {
  const styles = useStyles2(getStyles);
  const said = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n\n');
  return (
    <li className={styles.message} data-testid={testIds.request.message}>
      <div className={styles.head}>
        <span className={styles.role}>
          <NameText text={roleWords(role)} />
        </span>
        {said !== '' && (
          <CopyButton
            label={t('request.content.conversation.message-of', 'message of {{role}}', {
              role: visibleText(roleWords(role)),
              interpolation: { escapeValue: false },
            })}
            text={said}
          />
        )}
      </div>
      {parts.map((part, index) => (
        <Part key={index} part={part} />
      ))}
    </li>
  );
}

function Part({ part }: { part: JoinedPart }) {
  const styles = useStyles2(getStyles);
  switch (part.kind) {
    case 'text':
      return <LongPlainText text={part.text} label={t('request.content.conversation.text', 'Message')} />;
    case 'thinking':
      return (
        <FoldedPart title={t('request.content.conversation.thinking', 'Thinking')} icon="brain" text={part.text} />
      );
    case 'call':
      return (
        <div className={styles.tool}>
          <FoldedPart
            title={t('request.content.conversation.call', 'Tool call: {{name}}', {
              name: visibleText(part.name),
              interpolation: { escapeValue: false },
            })}
            icon="cog"
            text={part.input}
            isOpen
          />
          {part.result && <ToolResult {...part.result} />}
        </div>
      );
    case 'result':
      return <ToolResult {...part} />;
    case 'media':
      return (
        <p className={styles.media}>
          <Icon name="file-alt" aria-hidden /> <NameText text={part.description} />
        </p>
      );
    case 'other':
      return <FoldedPart title={visibleText(part.type) || otherWords()} icon="brackets-curly" text={part.json} />;
  }
}

function ToolResult({ content, isError }: { content: string; isError: boolean }) {
  return (
    <FoldedPart
      title={
        isError
          ? t('request.content.conversation.failed-result', 'Result: failed')
          : t('request.content.conversation.result', 'Result')
      }
      icon={isError ? 'exclamation-circle' : 'arrow-right'}
      text={content}
      isOpen
    />
  );
}

function otherWords(): string {
  return t('request.content.conversation.other', 'Other part');
}

/** Roles that formats name in their own way. */
function roleWords(role: string): string {
  switch (role) {
    case 'system':
    case 'developer':
      return t('request.content.conversation.system', 'System');
    case 'user':
      return t('request.content.conversation.user', 'User');
    case 'assistant':
    case 'model':
      return t('request.content.conversation.assistant', 'Assistant');
    case 'tool':
      return t('request.content.conversation.tool', 'Tool');
    default:
      return role;
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  message: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(0.5),
    padding: theme.spacing(1, 1.5),
    background: theme.colors.background.secondary,
    borderRadius: theme.shape.radius.default,
    minWidth: 0,
  }),
  head: css({ display: 'flex', justifyContent: 'space-between', alignItems: 'center', minHeight: theme.spacing(3) }),
  role: css({ color: theme.colors.text.secondary, fontSize: theme.typography.bodySmall.fontSize }),
  tool: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(0.5) }),
  media: css({ margin: 0, color: theme.colors.text.secondary }),
});
