import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks `read` until `isDone`, and for as long as the answer still grows: resolves with the last answer, done or not, so
 * that the test's own assertion says what is missing.
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
