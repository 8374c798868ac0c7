import { isFixedInSettings, wordsOfError } from './cause-words.ts';

/**
 * - `passed`: works.
 * - `warning`: works, or cannot be known, but someone should look.
 * - `failed`: does not work.
 * - `denied`: this user may not test it. No fault.
 * - `skipped`: not tested, because an earlier step failed, or because it is not set up.
 */
export type StepState = 'passed' | 'warning' | 'failed' | 'denied' | 'skipped';

/** What a step of the test found, in plain words. */
export interface Finding {
  state: StepState;
  text: string;
  /** What to do. Undefined if nothing. */
  remedy?: string;
  /** Whether the settings of the data source are where to do it. */
  inSettings?: boolean;
}

/** The finding of a step that failed with `error` after `elapsedMs`. */
export function findingOfError(error: unknown, elapsedMs: number, accountIsSet?: boolean): Finding {
  const { cause, title, remedy } = wordsOfError(error, elapsedMs, accountIsSet);
  return {
    state: cause === 'route_denied' ? 'denied' : 'failed',
    text: title,
    remedy,
    inSettings: isFixedInSettings(cause),
  };
}

export function passed(text: string): Finding {
  return { state: 'passed', text };
}
