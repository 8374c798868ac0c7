import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { faultOfQueueFile, moveUnreadableQueuesAside } from './queue-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-queue-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Uint8Array | string): string {
  const file = join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const FIRST_META =
  'edda0ced020000000010000000000000030000000000000000000000000000' +
  '00ffffffffffffffff05000000000000000800000000000000ed5238741b4038d0';
const SECOND_META =
  'edda0ced020000000010000000000000020000000000000000000000000000' +
  '00ffffffffffffffff050000000000000009000000000000002dc721a3936a2bd6';

/** Five pages with the two headers of a real queue file. */
function database(): Buffer {
  const bytes = Buffer.alloc(5 * 4096);
  bytes.write(FIRST_META, 16, 'hex');
  bytes.write(SECOND_META, 4096 + 16, 'hex');
  return bytes;
}

test('a complete database, and one with a single valid header, have no fault', () => {
  expect(faultOfQueueFile(write('a', database()))).toBeNull();
  expect(faultOfQueueFile(write('b', database().fill(0xa5, 0, 4096)))).toBeNull();
  expect(faultOfQueueFile(write('c', database().fill(0xa5, 4096, 8192)))).toBeNull();
});

test('a database without a valid header, and a truncated one, have a fault', () => {
  expect(faultOfQueueFile(write('a', database().fill(0xa5, 0, 8192)))).toMatch(/headers/);
  expect(faultOfQueueFile(write('b', database().subarray(0, 3 * 4096)))).toBe('it has 12288 of 20480 bytes');
});

test('a file of another format has a fault; an empty file has none, because it becomes a new database', () => {
  expect(faultOfQueueFile(write('a', 'no database'))).toMatch(/headers/);
  expect(faultOfQueueFile(write('c', ''))).toBeNull();
});

test('only unreadable queue files are moved, and each line names the new file', () => {
  write('exporter_clickhouse_ledger_traces', 'wrecked');
  write('exporter_clickhouse_traces_traces', '');
  write('something_else', 'wrecked');
  const lines = moveUnreadableQueuesAside(folder, new Date('2026-01-02T03:04:05.678Z'));
  const aside = 'exporter_clickhouse_ledger_traces.unreadable-2026-01-02T03-04-05-678Z';
  expect(readdirSync(folder).sort()).toEqual([aside, 'exporter_clickhouse_traces_traces', 'something_else']);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(aside);
});

test.each<[what: string, make: (path: string) => void]>([
  ['a pipe, whose opening would never return', (path) => void execFileSync('mkfifo', [path])],
  ['a folder', (path) => mkdirSync(path)],
  ['a link to a database elsewhere', (path) => symlinkSync(write('elsewhere', database()), path)],
  ['a link to nothing', (path) => symlinkSync(join(folder, 'nothing'), path)],
])('%s in place of a queue file is moved aside', (_, make) => {
  make(join(folder, 'exporter_clickhouse_ledger_traces'));
  const lines = moveUnreadableQueuesAside(folder, new Date());
  expect(lines).toEqual([expect.stringContaining('it is no regular file')]);
  expect(readdirSync(folder)).not.toContain('exporter_clickhouse_ledger_traces');
});

test('the target of a link is not changed', () => {
  const elsewhere = write('elsewhere', 'of somebody else');
  symlinkSync(elsewhere, join(folder, 'exporter_clickhouse_ledger_traces'));
  moveUnreadableQueuesAside(folder, new Date());
  expect(readFileSync(elsewhere, 'utf8')).toBe('of somebody else');
});

test('a missing folder has no queue files', () => {
  expect(moveUnreadableQueuesAside(join(folder, 'none'), new Date())).toEqual([]);
});
