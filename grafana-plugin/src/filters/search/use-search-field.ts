import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type InputHTMLAttributes,
  type KeyboardEvent,
  type SyntheticEvent,
} from 'react';
import type { KeyHandler, ListState } from './CompletionList.tsx';

interface Accepted {
  text: string;
  caret: number;
}

/** State of the text field of a search and of the list that completes it. */
export function useSearchField(text: string, onChange: (text: string) => void) {
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const keys = useRef<KeyHandler>(null);
  /** Null while the text field does not have the focus. */
  const [caret, setCaret] = useState<number | null>(null);
  const [isOpen, setOpen] = useState(false);
  const [state, setState] = useState<ListState | null>(null);
  // A closed list reports its end only after it is gone.
  const list = isOpen ? state : null;
  const onKeyDown = useKeys({ text, onChange, isOpen, setOpen, hasList: list !== null, keys });
  const moveCaret = useMovedCaret(input, setCaret);
  return {
    input,
    caret,
    fieldProps: {
      ...ariaOf(listId, list),
      onFocus: (event: SyntheticEvent<HTMLInputElement>) => {
        setCaret(event.currentTarget.selectionStart);
        setOpen(true);
      },
      onBlur: () => setCaret(null),
      onSelect: ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => setCaret(currentTarget.selectionStart),
      onKeyDown,
    },
    /** Called with each text that the user types. */
    onType: (next: string) => {
      setOpen(true);
      setCaret(input.current?.selectionStart ?? next.length);
      onChange(next);
    },
    onClear: () => {
      onChange('');
      input.current?.focus();
    },
    /** Properties of the list while it may be shown, otherwise null. */
    listProps:
      caret === null || !isOpen
        ? null
        : {
            id: listId,
            caret,
            keys,
            onState: setState,
            onAccept: (accepted: Accepted) => {
              moveCaret(accepted);
              onChange(accepted.text);
            },
          },
  };
}

function ariaOf(listId: string, list: ListState | null) {
  return {
    role: 'combobox',
    'aria-autocomplete': 'list',
    'aria-expanded': list !== null,
    'aria-controls': list === null ? undefined : listId,
    'aria-activedescendant': list?.activeId ?? undefined,
  } satisfies InputHTMLAttributes<HTMLInputElement>;
}

/** Moves the caret after the text was replaced, when the new text is shown. */
function useMovedCaret(input: { readonly current: HTMLInputElement | null }, onMoved: (caret: number) => void) {
  const [accepted, setAccepted] = useState<Accepted | null>(null);
  useLayoutEffect(() => {
    if (accepted !== null) {
      input.current?.setSelectionRange(accepted.caret, accepted.caret);
      // The key that accepted has reported the caret of the old text.
      onMoved(accepted.caret);
    }
  }, [accepted, input, onMoved]);
  return setAccepted;
}

interface KeyOptions {
  text: string;
  onChange: (text: string) => void;
  isOpen: boolean;
  setOpen: (isOpen: boolean) => void;
  /** Whether the list shows options. */
  hasList: boolean;
  keys: { readonly current: KeyHandler | null };
}

/** The list gets each key first. Then ↓ opens it; Esc closes it, or clears the text. */
function useKeys({ text, onChange, isOpen, setOpen, hasList, keys }: KeyOptions) {
  const handles = (event: KeyboardEvent<HTMLInputElement>): boolean => {
    if (isOpen && keys.current?.(event) === true) {
      return true;
    }
    switch (event.key) {
      case 'ArrowDown':
        setOpen(true);
        return !isOpen;
      case 'Escape':
        setOpen(false);
        if (!hasList && text !== '') {
          onChange('');
        }
        return hasList || text !== '';
      case 'Enter':
        setOpen(false);
        return false;
      default:
        return false;
    }
  };
  return (event: KeyboardEvent<HTMLInputElement>) => {
    // An input method uses the same keys.
    if (!event.nativeEvent.isComposing && handles(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
