import { useEffect, useRef, useState } from 'react';
import { chainSteps, type ChainSubject } from '../chain-test/chain-steps.ts';
import { runSteps, type StepResult } from '../chain-test/run-steps.ts';

export interface ChainTestState {
  /** In the order of the steps. Null before the first test. */
  results: readonly StepResult[] | null;
  isRunning: boolean;
  /** Begins a new test, and cancels a running one. */
  start: () => void;
}

/** Runs the steps of the chain on request. Leaving the page cancels them. */
export function useChainTest(subject: ChainSubject): ChainTestState {
  const [results, setResults] = useState<readonly StepResult[] | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const start = () => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const report = (next: readonly StepResult[]) => {
      if (!abort.signal.aborted) {
        setResults(next);
      }
    };
    void runSteps(chainSteps(subject), report, abort.signal);
  };
  return { results, isRunning: results?.some(({ finding }) => finding === null) ?? false, start };
}
