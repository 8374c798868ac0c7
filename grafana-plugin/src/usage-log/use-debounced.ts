import { useEffect, useState } from 'react';

/**
 * A text field whose `value` lives elsewhere: what is typed shows at once and is passed on after `delayMs` of quiet. A
 * `value` that changes by another hand replaces what was typed.
 *
 * @param onChange memoised, or each drawing of the page prolongs the wait
 */
export function useDebounced(value: string, onChange: (value: string) => void, delayMs: number) {
  const [typed, setTyped] = useState(value);
  const [passed, setPassed] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // Our own change coming back must not take away what was typed since.
    if (value !== passed) {
      setPassed(value);
      setTyped(value);
    }
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
