import { failureOf } from '../../store/store-failure.ts';
import { pauseBefore } from '../../store/use-query.ts';

/** With growing pauses, these take about 15 s. */
const MAX_REPETITIONS = 4;

/**
 * Runs a query, and repeats it while the store runs as many as it may: a dashboard of several people sends many at once.
 *
 * @param signal ends the pauses, and with them the repetitions
 */
export async function repeatWhileBusy<T>(query: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let repetition = 0; ; repetition += 1) {
    try {
      return await query();
    } catch (error) {
      if (failureOf(error).kind !== 'busy' || repetition === MAX_REPETITIONS || signal.aborted) {
        throw error;
      }
      await pause(pauseBefore(repetition), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
