/** Maximum wait for the collector at the end of a process and in a flush that the app requests. Milliseconds. */
export const MAX_WAIT_MS = 3000;

/** Resolves when `work` settles, or after `ms` milliseconds. Keeps the process alive until then. */
export async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  try {
    await Promise.race([work.catch(() => undefined), limit]);
  } finally {
    clearTimeout(timer);
  }
}
