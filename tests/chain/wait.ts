import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Polls `read` until `isDone`, or as long as the value still grows. Resolves with the last value, done or not, so that
 * the test's own assertion reports what is missing.
 */
export async function settled<T>(read: () => Promise<T>, isDone: (value: T) => boolean, withinMs = 60_000): Promise<T> {
  const deadline = Date.now() + withinMs;
  let value = await read();
  while (!isDone(value) && Date.now() < deadline) {
    await sleep(250);
    value = await read();
  }
  return value;
}
