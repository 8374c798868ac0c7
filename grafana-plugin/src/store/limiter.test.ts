import { Limiter } from './limiter.ts';

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

test('runs at most the limit at once and the waiting tasks in order', async () => {
  const limiter = new Limiter(2);
  const gates = [deferred(), deferred(), deferred(), deferred()];
  const started: number[] = [];
  const all = gates.map((gate, index) =>
    limiter.run(() => {
      started.push(index);
      return gate.promise;
    }),
  );
  await Promise.resolve();
  await Promise.resolve();
  expect(started).toEqual([0, 1]);
  gates[1]?.resolve();
  await all[1];
  await Promise.resolve();
  expect(started).toEqual([0, 1, 2]);
  gates.forEach((gate) => gate.resolve());
  await Promise.all(all);
  expect(started).toEqual([0, 1, 2, 3]);
});

test('frees the slot of a failed task', async () => {
  const limiter = new Limiter(1);
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  await expect(limiter.run(() => Promise.resolve('next'))).resolves.toBe('next');
});

test('starts the next task only after a cancelled one can be closed', async () => {
  const limiter = new Limiter(1);
  const [running, gate] = [deferred(), deferred()];
  const abort = new AbortController();
  const first = limiter.run(() => {
    running.resolve();
    return gate.promise;
  }, abort.signal);
  await running.promise;
  let started = false;
  const second = limiter.run(async () => {
    started = true;
  });
  abort.abort();
  gate.resolve();
  await first;
  await Promise.resolve();
  expect(started).toBe(false);
  await second;
  expect(started).toBe(true);
});

test('does not run a task that is cancelled while it waits', async () => {
  const limiter = new Limiter(1);
  const gate = deferred();
  const first = limiter.run(() => gate.promise);
  const abort = new AbortController();
  let ran = false;
  const second = limiter.run(async () => {
    ran = true;
  }, abort.signal);
  abort.abort();
  gate.resolve();
  await first;
  await expect(second).rejects.toThrow('cancelled');
  expect(ran).toBe(false);
});
