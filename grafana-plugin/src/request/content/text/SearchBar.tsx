import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { IconButton, Input, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../../format.ts';
import { testIds } from '../../../testIds.ts';
import type { TextSearch } from './use-search.ts';

interface Props {
  search: TextSearch;
  /** Other controls, at the end of the bar. */
  children?: React.ReactNode;
}

/** Searches the shown text. Enter goes to the next match, Shift and Enter to the one before. */
export function SearchBar({ search, children }: Props) {
  const styles = useStyles2(getStyles);
  const { searched, setSearched, matches, move } = search;
  return (
    <div className={styles.bar}>
      <Input
        className={styles.input}
        value={searched}
        placeholder={t('request.content.search.placeholder', 'Search in this text')}
        aria-label={t('request.content.search.label', 'Search in this text')}
        data-testid={testIds.request.contentSearch}
        onChange={({ currentTarget }) => setSearched(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            move(event.shiftKey ? -1 : 1);
          } else if (event.key === 'Escape' && searched !== '') {
            // The same key closes the drawer.
            event.stopPropagation();
            setSearched('');
          }
        }}
      />
      {searched !== '' && (
        <>
          <span className={styles.count} role="status" data-testid={testIds.request.contentMatches}>
            {matchWords(search)}
          </span>
          <IconButton
            name="angle-up"
            size="lg"
            aria-label={t('request.content.search.previous', 'Previous match')}
            tooltip={t('request.content.search.previous', 'Previous match')}
            disabled={matches.at.length === 0}
            onClick={() => move(-1)}
          />
          <IconButton
            name="angle-down"
            size="lg"
            aria-label={t('request.content.search.next', 'Next match')}
            tooltip={t('request.content.search.next', 'Next match')}
            disabled={matches.at.length === 0}
            onClick={() => move(1)}
          />
        </>
      )}
      <div className={styles.end}>{children}</div>
    </div>
  );
}

function matchWords({ matches: { at, isCut }, isSearching, current }: TextSearch): string {
  if (isSearching) {
    return t('request.content.search.running', 'Searching…');
  }
  if (at.length === 0) {
    return t('request.content.search.none', 'No matches');
  }
  const numbers = { current: formatCount(current + 1), count: formatCount(at.length) };
  return isCut
    ? t('request.content.search.many', '{{current}} of more than {{count}}', numbers)
    : t('request.content.search.count', '{{current}} of {{count}}', numbers);
}

const getStyles = (theme: GrafanaTheme2) => ({
  bar: css({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: theme.spacing(1) }),
  input: css({ flex: `1 1 ${theme.spacing(20)}`, maxWidth: theme.spacing(40) }),
  count: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
  end: css({ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1), marginLeft: 'auto' }),
});
