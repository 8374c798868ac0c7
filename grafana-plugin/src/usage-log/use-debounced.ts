import { useEffect, useState } from 'react';

/**
 * State of a text field that debounces changes: input shows at once and reaches `onChange` after `delayMs` without
 * further input. If `value` changes from outside, it replaces the input.
 *
 * @param onChange must be memoised, otherwise every render restarts the delay
 */
export function useDebounced(value: string, onChange: (value: string) => void, delayMs: number) {
  const [typed, setTyped] = useState(value);
  const [passed, setPassed] = useState(value);
  const [seen, setSeen] = useState(value);
  if (value !== seen) {
    setSeen(value);
    // When our own change comes back as `value`, keep what was typed since.
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
