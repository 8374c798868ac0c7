import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React, {
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { NameText } from '../../components/NameText.tsx';
import { formatCount } from '../../format.ts';
import { failureTitle } from '../../store/store-failure.ts';
import { testIds } from '../../testIds.ts';
import { contextAt } from './caret-context.ts';
import { withCompletion, type Completion } from './completions.ts';
import { isPersonal } from './personal-fields.ts';
import { useCompletions, type Completions, type SuggestValues } from './use-completions.ts';

/** What the text field needs to know of its list. */
export interface ListState {
  /** Id of the option that the keyboard is on; null if it is on none. */
  activeId: string | null;
}

/** Handles a key of the text field. Returns whether the list used it. */
export type KeyHandler = (event: KeyboardEvent<HTMLInputElement>) => boolean;

interface Props {
  id: string;
  text: string;
  caret: number;
  suggestValues: SuggestValues | null;
  onAccept: (accepted: { text: string; caret: number }) => void;
  /** Null while the list has no options. */
  onState: (state: ListState | null) => void;
  keys: Ref<KeyHandler>;
}

/** Options that complete a search at the caret. */
export default function CompletionList({ id, text, caret, suggestValues, onAccept, onState, keys }: Props) {
  const styles = useStyles2(getStyles);
  const context = useMemo(() => contextAt(text, caret), [text, caret]);
  const state = useCompletions(context, suggestValues);
  const { completions } = state;
  const [active, setActive] = useActive(completions);
  const accept = (completion: Completion) => onAccept(withCompletion(text, completion));
  useImperativeHandle(keys, () => keyHandler({ completions, active, setActive, accept, typed: context?.typed ?? '' }));
  useListState(id, completions.length, active, onState);
  const status = statusOf(state, context?.typed ?? '');
  const [list, beyond] = useBeyondWindow(completions);
  return (
    <div
      ref={list}
      style={{ marginLeft: -beyond }}
      className={cx(styles.list, completions.length === 0 && status === null && styles.empty)}
      // A click keeps the focus in the text field.
      onMouseDown={(event) => event.preventDefault()}
    >
      {completions.length > 0 && (
        <div
          id={id}
          role="listbox"
          aria-label={t('search.completion.label', 'Completions')}
          data-testid={testIds.search.completions}
        >
          {completions.map((completion, index) => (
            <Option
              key={completion.insert}
              id={`${id}-${index}`}
              completion={completion}
              personal={completion.count !== undefined && state.field !== null && isPersonal(state.field)}
              active={index === active}
              onClick={() => accept(completion)}
            />
          ))}
        </div>
      )}
      <div role="status" className={styles.status}>
        {status}
      </div>
    </div>
  );
}

/** How far the list would reach beyond the right side of the window, in pixels, with these options. */
function useBeyondWindow(completions: readonly Completion[]) {
  const list = useRef<HTMLDivElement>(null);
  const [beyond, setBeyond] = useState(0);
  useLayoutEffect(() => {
    const { left = 0, width = 0 } = list.current?.parentElement?.getBoundingClientRect() ?? {};
    const right = left + Math.max(list.current?.offsetWidth ?? 0, width);
    setBeyond(Math.max(right - document.documentElement.clientWidth, 0));
  }, [completions]);
  return [list, beyond] as const;
}

/** The option that the keyboard is on, from 0; -1 if it is on none, as after each change of the options. */
function useActive(completions: readonly Completion[]) {
  const [state, setState] = useState({ completions, active: -1 });
  const setActive = (active: number) => setState({ completions, active });
  return [state.completions === completions ? state.active : -1, setActive] as const;
}

interface KeyOptions {
  completions: readonly Completion[];
  active: number;
  setActive: (index: number) => void;
  accept: (completion: Completion) => void;
  /** What is written before the caret. */
  typed: string;
}

/** ↓ ↑ move, Enter and Tab accept. Tab accepts the first option if none is active, but leaves an empty word. */
function keyHandler({ completions, active, setActive, accept, typed }: KeyOptions): KeyHandler {
  return ({ key, shiftKey }) => {
    const count = completions.length;
    if (count === 0) {
      return false;
    }
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const next = key === 'ArrowDown' ? active + 1 : active < 0 ? count - 1 : active - 1;
      // After the last option the keyboard is on none.
      setActive(next >= count ? -1 : next);
      return true;
    }
    const chosen = completions[key === 'Tab' && typed !== '' ? Math.max(active, 0) : active];
    if (chosen !== undefined && (key === 'Enter' || (key === 'Tab' && !shiftKey))) {
      accept(chosen);
      return true;
    }
    return false;
  };
}

function useListState(id: string, count: number, active: number, onState: Props['onState']): void {
  useLayoutEffect(() => {
    onState(count === 0 ? null : { activeId: active < 0 ? null : `${id}-${active}` });
  }, [id, count, active, onState]);
  useEffect(() => () => onState(null), [onState]);
}

/** What is shown instead of values, or beside them. */
function statusOf({ field, loading, failure, completions }: Completions, typed: string): string | null {
  if (field === null) {
    return null;
  }
  if (failure !== null) {
    return t('search.completion.failed', 'No suggestions: {{reason}}', {
      reason: failureTitle(failure.kind),
      interpolation: { escapeValue: false },
    });
  }
  if (loading) {
    return t('search.completion.loading', 'Loading values…');
  }
  return completions.length === 0 && typed !== ''
    ? t('search.completion.none', 'No value in this period begins with this text')
    : null;
}

interface OptionProps {
  id: string;
  completion: Completion;
  /** Whether the label is a name that the user can hide on the screen. */
  personal: boolean;
  active: boolean;
  onClick: () => void;
}

function Option({ id, completion: { label, words, example, count }, personal, active, onClick }: OptionProps) {
  const styles = useStyles2(getStyles);
  const option = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (active) {
      option.current?.scrollIntoView({ block: 'nearest' });
    }
  }, [active]);
  return (
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={active}
      className={cx(styles.option, active && styles.active)}
      data-testid={testIds.search.completion}
      onClick={onClick}
    >
      <span className={styles.label}>
        <NameText text={label} personal={personal} />
      </span>
      <span className={styles.words}>{words}</span>
      <span className={styles.end}>
        {example}
        {count !== undefined &&
          t('search.completion.count', '', {
            count,
            shown: formatCount(count),
            defaultValue_one: '{{shown}} record',
            defaultValue_other: '{{shown}} records',
          })}
      </span>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    width: 'max-content',
    minWidth: '100%',
    maxWidth: `min(${theme.spacing(70)}, 90vw)`,
    maxHeight: theme.spacing(40),
    overflowY: 'auto',
    padding: theme.spacing(0.5),
    borderRadius: theme.shape.radius.default,
    background: theme.colors.background.elevated,
    boxShadow: theme.shadows.z3,
  }),
  empty: css({ display: 'none' }),
  option: css({
    display: 'flex',
    alignItems: 'baseline',
    gap: theme.spacing(1.5),
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.radius.default,
    cursor: 'pointer',
    '&:hover': { background: theme.colors.action.hover },
  }),
  active: css({
    background: theme.colors.action.selected,
    outline: `2px solid ${theme.colors.primary.border}`,
    outlineOffset: -2,
    '& span': { color: theme.colors.text.primary },
  }),
  // A long value shows its first lines.
  label: css({ maxHeight: '4.5em', overflow: 'hidden', overflowWrap: 'anywhere' }),
  words: css({
    flex: 1,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
  }),
  end: css({
    flexShrink: 0,
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    fontVariantNumeric: 'tabular-nums',
  }),
  status: css({
    color: theme.colors.text.secondary,
    fontSize: theme.typography.bodySmall.fontSize,
    '&:not(:empty)': { padding: theme.spacing(0.5, 1) },
  }),
});
