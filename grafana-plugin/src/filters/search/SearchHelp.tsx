import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { testIds } from '../../testIds.ts';

/** The forms of a search, each with an example. */
export default function SearchHelp() {
  const styles = useStyles2(getStyles);
  return (
    <div
      role="region"
      aria-label={t('search.help.title', 'What a search can contain')}
      className={styles.help}
      data-testid={testIds.search.help}
    >
      <table className={styles.table}>
        <tbody>
          {forms().map(({ example, words }) => (
            <tr key={example}>
              <th scope="row">
                <code>{example}</code>
              </th>
              <td>{words}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.note}>
        <Trans i18nKey="search.help.case">
          A row must meet all terms. Case, accents written in two characters and invisible characters do not matter; ids
          are found by their whole text.
        </Trans>
      </p>
    </div>
  );
}

function forms(): { example: string; words: string }[] {
  return [
    { example: 'gpt acme', words: t('search.help.words', 'Each word, in any text of the row') },
    { example: '"POST /v1/chat"', words: t('search.help.phrase', 'The phrase') },
    { example: 'agents/invoke', words: t('search.help.path', 'The segments in this order; others may lie between') },
    { example: 'model:gpt-4o,o3', words: t('search.help.field', 'A field with one of these values') },
    { example: 'key:"team a"', words: t('search.help.quotes', 'A value with white space or a comma') },
    { example: 'user:""', words: t('search.help.missing', 'The user was not reported') },
    { example: 'tag:team=search', words: t('search.help.tag', 'A tag by name and value') },
    {
      example: 'state:failed,retried',
      words: t('search.help.state', 'How the call ended; “error” alone is state:failed'),
    },
    { example: 'status:404,5xx', words: t('search.help.status', 'An HTTP status, or a class') },
    { example: 'cost:>0.1', words: t('search.help.cost', 'More than $0.10') },
    { example: 'duration:<=2s', words: t('search.help.duration', 'At most 2 seconds; also ms, min, h') },
    { example: 'tokens:>=10k', words: t('search.help.tokens', 'At least 10,000 tokens') },
    { example: '-model:o3 -acme', words: t('search.help.exclude', 'Without this value and this word') },
  ];
}

const getStyles = (theme: GrafanaTheme2) => ({
  help: css({
    position: 'absolute',
    right: 0,
    width: 'max-content',
    maxWidth: `min(${theme.spacing(60)}, 90vw)`,
    padding: theme.spacing(1.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    boxShadow: theme.shadows.z3,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  table: css({
    '& th, & td': { padding: theme.spacing(0.25, 0), textAlign: 'left', fontWeight: 'normal', verticalAlign: 'top' },
    '& th': { paddingRight: theme.spacing(2), whiteSpace: 'nowrap' },
  }),
  note: css({ margin: theme.spacing(1, 0, 0), color: theme.colors.text.secondary }),
});
