import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, IconButton, Input, Stack, useStyles2 } from '@grafana/ui';
import type { SearchProblem } from '@tokentrail/usage-store';
import React, { lazy, Suspense, useState } from 'react';
import { targetSize } from '../../components/target-size.ts';
import { testIds } from '../../testIds.ts';
import type { SuggestValues } from './use-completions.ts';
import { useSearchField } from './use-search-field.ts';

// Loaded when they are first needed, so that the page loads faster.
const CompletionList = lazy(() => import('./CompletionList.tsx'));
const SearchProblems = lazy(() => import('./SearchProblems.tsx'));
const SearchHelp = lazy(() => import('./SearchHelp.tsx'));

interface Props {
  text: string;
  /** Called on every change. */
  onChange: (text: string) => void;
  /** Null if the store suggests no values. Memoise it. */
  suggestValues: SuggestValues | null;
  /** The parts of `text` that cannot be read. */
  problems: readonly SearchProblem[];
}

/**
 * Text field for a search, which completes fields and values. Keyboard: ↓ ↑ move in the list, Enter and Tab accept, Esc
 * closes the list, a second Esc clears the text.
 */
export function SearchBox({ text, onChange, suggestValues, problems }: Props) {
  const styles = useStyles2(getStyles);
  const { input, fieldProps, caret, onType, onClear, listProps } = useSearchField(text, onChange);
  const [helpShown, showHelp] = useState(false);
  return (
    <div
      className={styles.box}
      onKeyDown={({ key }) => key === 'Escape' && showHelp(false)}
      onBlur={({ currentTarget, relatedTarget }) => !currentTarget.contains(relatedTarget) && showHelp(false)}
    >
      <Input
        {...fieldProps}
        ref={input}
        value={text}
        onChange={({ currentTarget }) => onType(currentTarget.value)}
        aria-label={t('search.box.label', 'Search')}
        aria-invalid={problems.length > 0}
        // While the user types, a part that cannot be read yet is no mistake.
        invalid={problems.length > 0 && caret === null}
        autoComplete="off"
        spellCheck={false}
        placeholder={t('search.box.placeholder', 'Search, or filter by field:value')}
        data-testid={testIds.usageLog.search}
        prefix={<Icon name="search" />}
        suffix={
          <Stack gap={1}>
            {text !== '' && <ClearButton onClick={onClear} />}
            <HelpButton open={helpShown} onClick={() => showHelp(!helpShown)} />
          </Stack>
        }
      />
      <div className={styles.below}>
        <Suspense fallback={null}>
          {problems.length > 0 && <SearchProblems {...{ problems, text, caret }} />}
          {helpShown && caret === null && <SearchHelp />}
          {listProps !== null && <CompletionList {...listProps} {...{ text, suggestValues }} />}
        </Suspense>
      </div>
    </div>
  );
}

function ClearButton({ onClick }: { onClick: () => void }) {
  const target = useStyles2(targetSize);
  return (
    <IconButton
      name="times"
      className={target}
      aria-label={t('search.box.clear', 'Clear the search')}
      onClick={onClick}
    />
  );
}

function HelpButton({ open, onClick }: { open: boolean; onClick: () => void }) {
  const target = useStyles2(targetSize);
  return (
    <IconButton
      name="question-circle"
      className={target}
      aria-label={t('search.help.open', 'What a search can contain')}
      aria-expanded={open}
      data-testid={testIds.search.openHelp}
      onClick={onClick}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  box: css({ position: 'relative' }),
  below: css({
    position: 'absolute',
    top: '100%',
    width: '100%',
    zIndex: theme.zIndex.dropdown,
    marginTop: theme.spacing(0.5),
  }),
});
