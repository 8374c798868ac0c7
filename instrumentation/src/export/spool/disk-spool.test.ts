import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readSpans } from '../../../testing/otlp-receiver.ts';
import { encodeBatch, encodeSpan, SPAN_KIND } from '../otlp/span-encoder.ts';
import { DiskSpool, type SpoolOptions } from './disk-spool.ts';

const head = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
const LEASE_MS = 150;

let root: string;
let spools: DiskSpool[];

beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), 'tokentrail-disk-spool-')), 'target');
  spools = [];
});
afterEach(() => {
  for (const spool of spools) spool.leave([]);
  rmSync(join(root, '..'), { recursive: true, force: true });
});

function spool(options: Partial<SpoolOptions> = {}): DiskSpool {
  const made = new DiskSpool({ folders: [root], head, segmentBytes: 2000, leaseMs: LEASE_MS, ...options });
  spools.push(made);
  return made;
}

function encodedSpan(name: string, content = 0): Uint8Array {
  return encodeSpan({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name,
    kind: SPAN_KIND.client,
    startTime: 1,
    endTime: 2,
    failed: false,
    attributes: content === 0 ? [['state', 'success']] : [['inputMessages', 'x'.repeat(content)]],
  });
}

const encodedSpans = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, i) => encodedSpan(`${prefix}${i}`));
const names = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i}`);

/** The folder of a process that was killed just now. */
async function deadFolder(content: readonly Uint8Array[]): Promise<string> {
  const made = spool();
  await made.append(content);
  const folder = made.folder!;
  made.leave([]);
  writeFileSync(join(folder, 'lease'), basename(folder));
  return folder;
}

/** Takes everything out, oldest first. */
async function drain(from: DiskSpool): Promise<string[]> {
  const found: string[] = [];
  for (let waiting = await from.oldest(); waiting !== undefined; waiting = await from.oldest()) {
    found.push(...readSpans(Buffer.from(encodeBatch(waiting.head, waiting.encodedSpans))).map(({ name }) => name));
    await from.remove(waiting.segment);
  }
  return found;
}

const files = () =>
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; !holds(); i++) {
    if (i > 400) throw new Error('it did not come about within 4 s');
    await pause(10);
  }
}

test('records are read in the order of writing, in segments that fit into one request', async () => {
  const sut = spool();
  for (let i = 0; i < 10; i++) expect(await sut.append(encodedSpans(`${i}-`, 10))).toEqual({ written: 10 });
  expect(files().filter((file) => file.endsWith('.full')).length).toBeGreaterThan(3);
  for (const file of files()) expect(statSync(file).size).toBeLessThan(3000);
  expect(await drain(sut)).toEqual(Array.from({ length: 10 }, (_, i) => names(`${i}-`, 10)).flat());
  expect(files().map((file) => basename(file))).toEqual(['lease']);
});

test('a record larger than a segment has its own segment', async () => {
  const sut = spool();
  await sut.append([encodedSpan('small'), encodedSpan('large', 5000), encodedSpan('small again')]);
  const alone = [];
  for (let waiting = await sut.oldest(); waiting !== undefined; waiting = await sut.oldest()) {
    alone.push(waiting.encodedSpans.length);
    await sut.remove(waiting.segment);
  }
  expect(alone).toEqual([1, 1, 1]);
});

test('only the owner can read folders and files', async () => {
  const sut = spool();
  await sut.append(encodedSpans('a', 1));
  for (const path of [root, sut.folder!, ...files()]) expect(statSync(path).mode & 0o077).toBe(0);
});

test('a folder that is a link or cannot be created is skipped for the next one', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'tokentrail-elsewhere-'));
  symlinkSync(elsewhere, root);
  const second = join(root, '..', 'second');
  const sut = spool({ folders: [root, '/dev/null/x', second] });
  expect(await sut.append(encodedSpans('a', 1))).toEqual({ written: 1 });
  expect(sut.folder!.startsWith(second)).toBe(true);
  expect(readdirSync(elsewhere)).toEqual([]);
  rmSync(elsewhere, { recursive: true });
});

test('the limit of bytes is kept and reported, and earlier records stay readable', async () => {
  const sut = spool({ maxBytes: 5000 });
  const { written, problem } = await sut.append(encodedSpans('a', 200));
  expect(problem).toMatch(/5000 bytes of the spool are full/);
  expect(written).toBeGreaterThan(10);
  const size = files().reduce((sum, file) => sum + statSync(file).size, 0);
  expect(size).toBeLessThan(5000 + 100);
  expect(await drain(sut)).toEqual(names('a', written));
  expect((await sut.append(encodedSpans('b', 1))).problem).toBeUndefined();
});

test('the folder of a process without a renewed lease is adopted while other processes run', async () => {
  const living = spool();
  await living.append(encodedSpans('b', 3));
  const dead = await deadFolder(encodedSpans('a', 30));
  const killedAt = Date.now();
  spool();
  await until(() => !existsSync(dead));
  expect(Date.now() - killedAt).toBeGreaterThan(LEASE_MS * 0.8);
  await pause(LEASE_MS * 3);
  const found = await Promise.all(spools.map(drain));
  expect(found.flat().sort()).toEqual([...names('a', 30), ...names('b', 3)].sort());
  expect(found[0]).toEqual(expect.arrayContaining(names('b', 3)));
});

test('one of many processes adopts an abandoned folder', async () => {
  const dead = await deadFolder(encodedSpans('a', 50));
  await pause(LEASE_MS * 1.5);
  const next = Array.from({ length: 8 }, () => spool());
  await until(() => !existsSync(dead));
  await pause(50);
  const found = (await Promise.all(next.map(drain))).flat();
  expect(found.sort()).toEqual(names('a', 50).sort());
});

test('a process whose folder was adopted continues in a new one and loses nothing', async () => {
  const stalled = spool();
  await stalled.append(encodedSpans('a', 5));
  const before = stalled.folder!;
  renameSync(before, join(root, '..', 'taken'));
  expect(await stalled.append(encodedSpans('b', 5))).toEqual({ written: 5 });
  expect(stalled.folder).not.toBe(before);
  expect(await drain(stalled)).toEqual(names('b', 5));
});

test('an incomplete end left by a dead process is cut, and the records before it arrive', async () => {
  await deadFolder(encodedSpans('a', 5));
  const file = files().find((name) => name.endsWith('.full'))!;
  execFileSync('truncate', ['-s', '-3', file]);
  let adopted = false;
  const next = spool({ onAdopted: () => (adopted = true) });
  await until(() => adopted);
  const waiting = await next.oldest();
  expect(waiting).toMatchObject({ damaged: 1 });
  expect(waiting!.encodedSpans).toHaveLength(4);
});

test('expired content is removed from the disk, and the records stay', async () => {
  const sut = spool({ contentMs: 200 });
  await sut.append([encodedSpan('a', 500), encodedSpan('b', 500)]);
  const onDisk = () => files().some((file) => readFileSync(file).includes('xxxx'));
  expect(onDisk()).toBe(true);
  await until(() => !onDisk());
  expect(await drain(sut)).toEqual(['a', 'b']);
  expect(sut.lost).toBe(0);
});

test('expired records are dropped and counted', async () => {
  const sut = spool({ keepMs: 200 });
  await sut.append(encodedSpans('a', 7));
  await until(() => sut.lost === 7);
  expect(await drain(sut)).toEqual([]);
});

test('at an end without waiting records nothing stays on disk', async () => {
  const sut = spool();
  await sut.append(encodedSpans('a', 3));
  await drain(sut);
  expect(sut.leave([])).toBe(true);
  expect(readdirSync(join(root, '..'))).toEqual([]);
});

test('records left at the end are adopted without waiting for a lease', async () => {
  const ending = spool({ leaseMs: 60_000 });
  await ending.append(encodedSpans('a', 3));
  expect(ending.leave(encodedSpans('b', 3))).toBe(true);
  let adopted = 0;
  const next = spool({ leaseMs: 60_000, onAdopted: () => adopted++ });
  await until(() => adopted === 2);
  expect((await drain(next)).sort()).toEqual([...names('a', 3), ...names('b', 3)]);
});

const disk = join(tmpdir(), `tokentrail-full-disk-${process.pid}`);
const isMounted = mountSmallDisk();
afterAll(() => {
  // Lazily: a process of another test may have been started with this disk's files open.
  if (isMounted) execFileSync('umount', ['--lazy', disk]);
  rmSync(disk, { recursive: true, force: true });
});

/** Needs a privilege that not every machine gives. */
function mountSmallDisk(): boolean {
  try {
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

(isMounted ? test : test.skip)(
  'on a full disk written records stay complete, and writing continues when there is room',
  async () => {
    const sut = spool({ folders: [join(disk, 'target')], segmentBytes: 50_000 });
    const large = Array.from({ length: 100 }, (_, i) => encodedSpan(`a${i}`, 4000));
    const { written, problem } = await sut.append(large);
    expect(problem).toMatch(/ENOSPC/);
    expect(written).toBeGreaterThan(20);
    expect((await sut.append(large.slice(written))).written).toBeLessThan(12);
    const first = await sut.oldest();
    expect(first!.damaged).toBe(0);
    await sut.remove(first!.segment);
    expect((await sut.append([encodedSpan('b')])).written).toBe(1);
    const found = await drain(sut);
    expect(found.at(-1)).toBe('b');
    expect(found.length).toBeGreaterThan(written - first!.encodedSpans.length);
  },
);
