import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { readSpans } from '../../../testing/otlp-receiver.ts';
import { encodeBatch, encodeSpan, SPAN_KIND } from '../otlp/span-encoder.ts';
import { DiskSpool, type SpoolOptions } from './disk-spool.ts';
import { encodeEntries, encodeSegmentHead } from './segment.ts';

const head = { resource: { 'service.name': 's' }, scope: { name: 'n', version: 'v' } };
const LEASE_MS = 150;
const SEGMENT = `0000000000-${Date.now()}.full`;

let base: string;
let root: string;
/** A folder of somebody else, with files that look like ours. */
let outside: string;
let spools: DiskSpool[];

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tokentrail-hostile-spool-'));
  root = join(base, 'target');
  outside = join(base, 'outside');
  spools = [];
  mkdirSync(root, { mode: 0o700 });
  mkdirSync(outside);
  writeFileSync(join(outside, SEGMENT), segment(['outside']));
  writeFileSync(join(outside, '2024-report.txt'), 'precious');
  writeFileSync(join(outside, `1000000000000-400-${'a'.repeat(36)}.otlp`), 'precious');
});
afterEach(() => {
  for (const spool of spools) spool.leave([]);
  rmSync(base, { recursive: true, force: true });
});

function spool(options: Partial<SpoolOptions> = {}): DiskSpool {
  const made = new DiskSpool({ folders: [root], head, segmentBytes: 2000, leaseMs: LEASE_MS, ...options });
  spools.push(made);
  return made;
}

function encodedSpan(name: string): Uint8Array {
  return encodeSpan({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId: 'b7ad6b7169203331',
    name,
    kind: SPAN_KIND.client,
    startTime: 1,
    endTime: 2,
    failed: false,
    attributes: [['state', 'success']],
  });
}

function segment(names: readonly string[]): Buffer {
  return Buffer.concat([encodeSegmentHead(head), encodeEntries(names.map(encodedSpan))]);
}

/** Entries with a correct checksum and any content. */
function entries(...contents: (string | Uint8Array)[]): Buffer {
  const parts = contents.map((content) => {
    const bytes = Buffer.from(content as string);
    const start = Buffer.alloc(8);
    start.writeUInt32LE(bytes.length, 0);
    start.writeUInt32LE(crc32(bytes), 4);
    return Buffer.concat([start, bytes]);
  });
  return Buffer.concat(parts);
}

/** The folder that a process of that number left, with a good segment, and what else `fill` puts there. */
function leftFolder(number: number, fill: (folder: string) => void = () => undefined): string {
  const folder = join(root, `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`);
  mkdirSync(folder, { mode: 0o700 });
  writeFileSync(join(folder, `0000000005-${Date.now()}.full`), segment([`good-${number}`]));
  fill(folder);
  return folder;
}

async function drain(from: DiskSpool): Promise<string[]> {
  const found: string[] = [];
  for (let waiting = await from.oldest(); waiting !== undefined; waiting = await from.oldest()) {
    found.push(...readSpans(Buffer.from(encodeBatch(waiting.head, waiting.encodedSpans))).map(({ name }) => name));
    await from.remove(waiting.segment);
  }
  return found;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Expects that a spool finds `expected` and nothing else, beside a record of its own that it takes meanwhile. Waits for
 * them, and then as long again as it takes to adopt a folder.
 */
async function expectFound(...expected: string[]): Promise<void> {
  const sut = spool();
  const names: string[] = [];
  expect(await sut.append([encodedSpan('own')])).toEqual({ written: 1 });
  const wanted = ['own', ...expected];
  const end = Date.now() + 10_000;
  const read = async () => void names.push(...(await drain(sut)));
  for (; !wanted.every((name) => names.includes(name)) && Date.now() < end; await pause(20)) await read();
  for (const until = Date.now() + 3 * LEASE_MS; Date.now() < until; await pause(50)) await read();
  expect(names.sort()).toEqual(wanted.sort());
}

/** What is outside is as it was. */
function expectOutsideUntouched(): void {
  expect(readdirSync(outside).sort()).toEqual(
    [SEGMENT, '2024-report.txt', `1000000000000-400-${'a'.repeat(36)}.otlp`].sort(),
  );
  expect(readFileSync(join(outside, '2024-report.txt'), 'utf8')).toBe('precious');
}

const at = (folder: string, name = SEGMENT) => join(folder, name);
const HOSTILE: [name: string, fill: (folder: string) => void][] = [
  ['a link to a file outside', (folder) => symlinkSync(join(outside, SEGMENT), at(folder))],
  ['a link to a folder outside', (folder) => symlinkSync(outside, at(folder, 'of-elsewhere'))],
  ['a link to a device without an end', (folder) => symlinkSync('/dev/zero', at(folder))],
  ['a link to itself', (folder) => symlinkSync(at(folder), at(folder))],
  ['a pipe without a writer', (folder) => execFileSync('mkfifo', [at(folder)])],
  [
    'a pipe in the place of the lease',
    (folder) => {
      execFileSync('mkfifo', [at(folder, 'lease')]);
      utimesSync(at(folder, 'lease'), 1, 1);
    },
  ],
  ['a folder with the name of a segment', (folder) => mkdirSync(at(folder))],
  ['an empty file', (folder) => writeFileSync(at(folder), '')],
  ['zeros', (folder) => writeFileSync(at(folder), Buffer.alloc(5000))],
  [
    'noise',
    (folder) => writeFileSync(at(folder), Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 251))),
  ],
  ['half of a segment', (folder) => writeFileSync(at(folder), segment(['a', 'b']).subarray(0, 40))],
  [
    'an entry of 4 GiB that is not there',
    (folder) => writeFileSync(at(folder), Buffer.from([255, 255, 255, 255, 0, 0, 0, 0, 1])),
  ],
  [
    '3 GiB of zeros',
    (folder) => {
      writeFileSync(at(folder), '');
      truncateSync(at(folder), 3 * 2 ** 30);
    },
  ],
  ['a head that is null', (folder) => writeFileSync(at(folder), entries('null', encodedSpan('x')))],
  [
    'a head of other types',
    (folder) => writeFileSync(at(folder), entries('{"resource":{"a":[1]},"scope":{"name":1}}', encodedSpan('x'))),
  ],
  [
    'a head of names of the prototype',
    (folder) => writeFileSync(at(folder), entries('{"__proto__":{"a":1}}', encodedSpan('x'))),
  ],
  [
    'records that are no spans',
    (folder) => writeFileSync(at(folder), entries(JSON.stringify(head), 'no span', '\n', '\x12\x02\x4a')),
  ],
  ['names with dots', (folder) => writeFileSync(at(folder, '..full'), 'x')],
  [
    'folders a hundred deep',
    (folder) => mkdirSync(join(folder, ...Array<string>(100).fill('of-x')), { recursive: true }),
  ],
];

test.each(HOSTILE)(
  '%s beside a valid segment: the valid one arrives, nothing waits, nothing outside is changed',
  async (_name, fill) => {
    leftFolder(1, fill);
    await expectFound('good-1');
    expectOutsideUntouched();
  },
);

test('a process folder that is a link is not adopted', async () => {
  symlinkSync(outside, join(root, '00000002-0000-4000-8000-000000000000'));
  leftFolder(1);
  await expectFound('good-1');
  expectOutsideUntouched();
});

test('thousands of small files do not delay writing records', async () => {
  leftFolder(1, (folder) => {
    for (let i = 10; i < 1510; i++) writeFileSync(at(folder, `${String(i).padStart(10, '0')}-1.full`), 'x');
  });
  const sut = spool();
  await pause(LEASE_MS);
  let slowest = 0;
  for (let i = 0; i < 20; i++) {
    const before = performance.now();
    expect(await sut.append([encodedSpan(`own-${i}`)])).toEqual({ written: 1 });
    slowest = Math.max(slowest, performance.now() - before);
  }
  expect(slowest).toBeLessThan(2000);
}, 30_000);

test('a lease from the future, because the clock was set back, counts as abandoned', async () => {
  leftFolder(1, (folder) => {
    writeFileSync(at(folder, 'lease'), 'x');
    utimesSync(at(folder, 'lease'), 4_000_000_000, 4_000_000_000);
  });
  await expectFound('good-1');
});

test('content from the future, because the clock was set back, expires as if it were current', async () => {
  const later = Date.now() + 365 * 86_400_000;
  leftFolder(1, (folder) => writeFileSync(at(folder, `0000000001-${later}.full`), segment(['later'])));
  const sut = spool({ keepMs: 400 });
  const end = Date.now() + 4000;
  while (sut.lost < 2 && Date.now() < end) await pause(20);
  expect(sut.lost).toBe(2);
  expect(await drain(sut)).toEqual([]);
});

test('a dead-letter folder that is a link is neither written nor cleaned', async () => {
  symlinkSync(outside, join(root, 'dead-letters'));
  const sut = spool();
  await sut.append([encodedSpan('own')]);
  expect(await sut.deadLetter(head, encodedSpan('refused'), 400)).toBeUndefined();
  await pause(LEASE_MS * 2);
  expectOutsideUntouched();
});

test('only files that are dead letters expire', async () => {
  const folder = join(root, 'dead-letters');
  mkdirSync(folder);
  const others = ['2024-report.txt', '1.otlp', '..otlp', `1000000000000-400-${'z'.repeat(36)}.otlp`];
  for (const name of others) writeFileSync(join(folder, name), 'x');
  symlinkSync(join(outside, '2024-report.txt'), join(folder, `1000000000000-400-${'b'.repeat(36)}.otlp`));
  const expired = `1000000000000-400-${'a'.repeat(36)}.otlp`;
  writeFileSync(join(folder, expired), 'x');
  const sut = spool();
  await sut.append([encodedSpan('own')]);
  const end = Date.now() + 4000;
  while (readdirSync(folder).includes(expired) && Date.now() < end) await pause(20);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(others));
  expect(readdirSync(folder)).not.toContain(expired);
  expectOutsideUntouched();
  const kept = await sut.deadLetter(head, encodedSpan('refused'), 400);
  expect(readSpans(readFileSync(kept ?? ''))).toMatchObject([{ name: 'refused' }]);
});

test('a pipe instead of the dead-letter folder does not block', async () => {
  execFileSync('mkfifo', [join(root, 'dead-letters')]);
  const sut = spool();
  expect(await sut.append([encodedSpan('own')])).toEqual({ written: 1 });
  expect(await sut.deadLetter(head, encodedSpan('refused'), 400)).toBeUndefined();
});

const isRoot = process.getuid?.() === 0;
(isRoot ? test.skip : test)('a file without permissions is left, the others arrive', async () => {
  leftFolder(1, (folder) => {
    writeFileSync(at(folder), segment(['closed']));
    chmodSync(at(folder), 0);
  });
  await expectFound('good-1');
});

(isRoot ? test : test.skip)('a folder of another user is not adopted', async () => {
  const folder = leftFolder(1);
  execFileSync('chown', ['12345', folder]);
  await expectFound();
  expect(statSync(folder).uid).toBe(12345);
});
