import type { KeyboardEvent } from 'react';

/** Moves the focus by ↓ and ↑ among the inputs of an element: its text field and its checkboxes. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) {
    return;
  }
  const inputs = [...event.currentTarget.querySelectorAll('input')];
  const row = event.target instanceof Element ? event.target.closest('li') : null;
  const from = inputs.findIndex((input) => input === event.target || (row !== null && row.contains(input)));
  const next = inputs[from + step];
  if (next) {
    event.preventDefault();
    next.focus();
  }
}
