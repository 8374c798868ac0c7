import { mkdtempSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startChild, startChildUntilUp } from '../../cli/src/up/child.ts';
import { startTimeOf } from '../../cli/src/up/start-time.ts';
import { Supervisor } from '../../cli/src/up/supervisor.ts';
import { Watchdog } from '../../cli/src/up/watchdog.ts';

const SERVER =
  'require("http").createServer((q, r) => r.end(String(process.pid))).listen(process.argv[1], "127.0.0.1")';

let watchdog: Watchdog;
let supervisor: Supervisor;
let lines: string[];

beforeEach(() => {
  lines = [];
  watchdog = new Watchdog();
  supervisor = new Supervisor(watchdog, (line) => lines.push(line));
});

afterEach(async () => {
  await supervisor.stop();
  await watchdog.close();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function childOptions(code: string, ...args: string[]) {
  return {
    name: 'part',
    command: process.execPath,
    args: ['-e', code, ...args],
    env: process.env,
    logFile: join(mkdtempSync(join(tmpdir(), 'tokentrail-supervisor-')), 'part.log'),
  };
}

async function until<T>(get: () => Promise<T | undefined>): Promise<T> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const value = await get();
    if (value !== undefined) {
      return value;
    }
    await sleep(50);
  }
  throw new Error('nothing after 10 s');
}

test('a killed part is restarted on its port, and the terminal shows it', async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const options = childOptions(SERVER, String(port));
  await supervisor.start({ ...options, start: (spawned) => startChildUntilUp({ ...options, spawned }, url) });
  const pid = Number(await (await fetch(url)).text());
  process.kill(pid, 'SIGKILL');
  const next = await until(async () => {
    const text = await fetch(url, { headers: { connection: 'close' } }).then(
      (response) => response.text(),
      () => undefined,
    );
    return text === undefined || Number(text) === pid ? undefined : Number(text);
  });
  expect(next).not.toBe(pid);
  await until(() => Promise.resolve(lines.length === 2 ? true : undefined));
  expect(lines).toEqual([`part ended (SIGKILL); it is restarted in 0.5 s; log: ${options.logFile}`, 'part runs again']);
  await supervisor.stop();
  expect(startTimeOf(next)).toBeNull();
}, 30_000);

test('a part that ends five times is given up, with the end of its log', async () => {
  const options = childOptions('console.error("no licence"); process.exit(3)');
  await supervisor.start({ ...options, start: (spawned) => startChild({ ...options, spawned }) });
  const error = await supervisor.gaveUp;
  expect(error.message).toContain('part ended 5 times in a short time, the last time: exit code 3');
  expect(error.message).toContain(options.logFile);
  expect(error.message).toContain('no licence');
  expect(lines.filter((line) => line.startsWith('part ended')).map((line) => /in ([\d.]+) s/.exec(line)?.[1])).toEqual([
    '0.5',
    '1',
    '2',
    '4',
  ]);
}, 30_000);

test('a part that cannot be started again counts as one that ends', async () => {
  let starts = 0;
  await supervisor.start({
    name: 'part',
    logFile: null,
    start: () => {
      starts += 1;
      return starts === 1
        ? Promise.resolve({ ended: Promise.resolve('lost'), stop: () => Promise.resolve() })
        : Promise.reject(new Error('the port is in use'));
    },
  });
  expect((await supervisor.gaveUp).message).toContain('the port is in use');
  expect(starts).toBe(5);
}, 30_000);

test('a first start that fails is no restart', async () => {
  const start = () => Promise.reject(new Error('no such program'));
  await expect(supervisor.start({ name: 'part', logFile: null, start })).rejects.toThrow('no such program');
  expect(lines).toEqual([]);
});

test('stops the last started part first, and the others even if one fails to stop', async () => {
  const log = jest.spyOn(console, 'error').mockImplementation(() => undefined);
  const ended: string[] = [];
  for (const name of ['first', 'second', 'third']) {
    const stop = () => {
      ended.push(name);
      return name === 'second' ? Promise.reject(new Error('stuck')) : Promise.resolve();
    };
    await supervisor.start({ name, logFile: null, start: () => Promise.resolve({ stop }) });
  }
  await supervisor.stop();
  log.mockRestore();
  expect(ended).toEqual(['third', 'second', 'first']);
});

test('a part that waits for its restart is not started once everything is being stopped', async () => {
  let starts = 0;
  const start = () => {
    starts += 1;
    return Promise.resolve({ ended: Promise.resolve('lost'), stop: () => Promise.resolve() });
  };
  await supervisor.start({ name: 'part', logFile: null, start });
  await sleep(50);
  await supervisor.stop();
  await sleep(700);
  expect(starts).toBe(1);
  await expect(supervisor.start({ name: 'late', logFile: null, start })).rejects.toThrow('everything is being stopped');
});

test('a slow start does not delay stopping the other parts', async () => {
  let ended = false;
  const stop = () => {
    ended = true;
    return Promise.resolve();
  };
  await supervisor.start({ name: 'first', logFile: null, start: () => Promise.resolve({ stop }) });
  let endStart: (part: { stop(): Promise<void> }) => void = () => undefined;
  const slow = new Promise<{ stop(): Promise<void> }>((resolve) => (endStart = resolve));
  const starting = supervisor.start({ name: 'slow', logFile: null, start: () => slow });
  const begun = Date.now();
  await supervisor.stop();
  expect(ended).toBe(true);
  expect(Date.now() - begun).toBeLessThan(8_000);
  let lateEnded = false;
  endStart({
    stop: () => {
      lateEnded = true;
      return Promise.resolve();
    },
  });
  await starting;
  expect(lateEnded).toBe(true);
}, 30_000);
