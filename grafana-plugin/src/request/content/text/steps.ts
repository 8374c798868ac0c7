import { useEffect, useMemo, useState } from 'react';

/** Processor time after which a long computation lets the page do other things, ms. */
const STEP_MS = 12;

/** A part of a computation. Returns null until the result is there. */
export type Step<T> = () => T | null;

/** Runs steps for a short time. Null if that was not enough. */
function runBriefly<T>(step: Step<T>): T | null {
  const until = performance.now() + STEP_MS;
  for (;;) {
    const result = step();
    if (result !== null || performance.now() > until) {
      return result;
    }
  }
}

/** Runs steps with pauses until the result is there. Rejects when `signal` is aborted. */
export async function runSteps<T>(step: Step<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const result = runBriefly(step);
    if (result !== null) {
      return result;
    }
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}

/**
 * The result of a computation that would freeze the page if it ran at once. Null until it is there; a short one is there at
 * once.
 *
 * @param start begins the computation; a new function (memoise it) begins it again.
 */
export function useSteps<T>(start: () => Step<T>): T | null {
  const begun = useMemo(() => {
    const step = start();
    return { step, result: runBriefly(step) };
  }, [start]);
  const [ended, setEnded] = useState<{ begun: object; result: T } | null>(null);
  useEffect(() => {
    if (begun.result !== null) {
      return;
    }
    const abort = new AbortController();
    runSteps(begun.step, abort.signal).then(
      (result) => setEnded({ begun, result }),
      () => {
        // Aborted: another computation has begun.
      },
    );
    return () => abort.abort();
  }, [begun]);
  return begun.result ?? (ended?.begun === begun ? ended.result : null);
}
