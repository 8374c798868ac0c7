import { Shares } from './shares.ts';

const never = new AbortController().signal;

async function held(shares: Shares, client: string, count: number): Promise<(() => void)[]> {
  return Promise.all(Array.from({ length: count }, () => shares.take(client, never)));
}

test('one client gets at most half of the lanes, and others still get one', async () => {
  const shares = new Shares(8);
  await held(shares, 'greedy', 4);
  const fifth = shares.take('greedy', never);
  const refused = expect(fifth).rejects.toMatchObject({ code: 202 });
  await held(shares, 'second', 2);
  await held(shares, 'third', 1);
  await held(shares, 'fourth', 1);
  await refused;
}, 10_000);

test('a freed lane goes to the client that waited longest and is entitled to it', async () => {
  const shares = new Shares(2);
  const [release] = await held(shares, 'a', 1);
  const order: string[] = [];
  const waiting = [
    shares.take('a', never).then(() => order.push('a')),
    shares.take('b', never).then(() => order.push('b')),
  ];
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(order).toEqual(['b']);
  release?.();
  await Promise.all(waiting);
  expect(order).toEqual(['b', 'a']);
});

test('a client with too many waiting requests is refused at once, and a client that left no longer waits', async () => {
  const shares = new Shares(2);
  await held(shares, 'a', 1);
  const gone = new AbortController();
  const waiting = Array.from({ length: 16 }, () => shares.take('a', gone.signal));
  const settled = Promise.allSettled(waiting);
  const started = Date.now();
  await expect(shares.take('a', never)).rejects.toMatchObject({ code: 202 });
  gone.abort();
  expect((await settled).map(({ status }) => status)).toEqual(Array(16).fill('rejected'));
  expect(Date.now() - started).toBeLessThan(1_000);
  await held(shares, 'b', 1);
});
