/** The longest that the end of a process, or a flush that the app asks for, waits for the collector. Milliseconds. */
export const LONGEST_WAIT_MS = 3000;

/** Resolves with `work`, or after `ms`; until then the process stays alive. */
export async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  try {
    await Promise.race([work.catch(() => undefined), limit]);
  } finally {
    clearTimeout(timer);
  }
}
