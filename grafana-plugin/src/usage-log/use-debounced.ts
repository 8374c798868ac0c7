import { useEffect, useState } from 'react';

/**
 * A text field whose `value` lives elsewhere: what is typed shows at once and is passed on after `delayMs` of quiet. A
 * `value` that changes from outside replaces what was typed.
 */
export function useDebounced(value: string, onChange: (value: string) => void, delayMs: number) {
  const [typed, setTyped] = useState(value);
  const [passed, setPassed] = useState(value);
  if (value !== passed) {
    setPassed(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed === passed) {
      return;
    }
    const timer = setTimeout(() => {
      setPassed(typed);
      onChange(typed);
    }, delayMs);
    return () => clearTimeout(timer);
  }, [typed, passed, onChange, delayMs]);
  return [typed, setTyped] as const;
}
