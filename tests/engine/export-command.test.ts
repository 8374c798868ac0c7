/** `tokentrail export`, as a shell runs the command that the usage log shows. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXPORT_FIELDS, exportCommand, printSearch } from '@tokentrail/usage-store';
import { runShell } from './run-shell.ts';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

jest.setTimeout(60_000);

/** Names that a shell, a search or an option could misread. */
const HOSTILE = [
  "o'brien",
  '$HOME `id` $(id) ${IFS}',
  '-gpt --search',
  '"quoted, text"',
  'back\\slash \\\\',
  'a\nb\tc',
  '!! * ? ~ # & | ; < > ( ) { } [ ]',
  '%s \u202e\u200b 日本',
  "'; touch /tmp/x; '",
];

let store: TestStore;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tokentrail-export-'));
  store = await startTestStore('ledger');
  const user = (name: string) => ({ 'user.id': name });
  await store.insert('tokentrail_ledger.landing', [
    ...HOSTILE.map((name, index) => landingRow(index + 1, user(name))),
    ...Array.from({ length: 2_500 }, (_, index) => landingRow(1_000 + index, user('many'))),
  ]);
}, 60_000);

afterAll(async () => {
  await store.end();
  rmSync(folder, { recursive: true, force: true });
}, 30_000);

const range = { fromMs: Date.now() - 3_600_000, toMs: Date.now() + 3_600_000 };

function searchOf(user: string): string {
  return printSearch({ terms: [], conditions: [{ field: 'user', values: [user] }] });
}

const shell = (command: string, env: Record<string, string> = {}) =>
  runShell(command, folder, {
    TOKENTRAIL_LEDGER_URL: store.engine.url,
    TOKENTRAIL_LEDGER_READER_PASSWORD: PASSWORDS.tokentrail_ledger_reader,
    ...env,
  });

test.each(HOSTILE)("the page's command exports the records of the user %j", async (name) => {
  const request = { range, format: 'jsonl' as const, columns: ['userId' as const] };
  const { code, text } = await shell(exportCommand(request, searchOf(name), 'one user.jsonl'));
  const check =
    'one user.jsonl: 1 row; the ledger has as many, the cost was not compared because the file has no column ';
  expect([code, text]).toEqual([0, `${check}cost_charged_usd\n`]);
  const lines = readFileSync(join(folder, 'one user.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ user_id: name }, { rows: 1 }]);
});

test('a file of several pages has every record once and their number in the last line', async () => {
  const request = { range, format: 'csv' as const, columns: EXPORT_FIELDS };
  const { code, text } = await shell(exportCommand(request, 'user:many', 'many.csv'));
  expect([code, text]).toEqual([0, 'many.csv: 2500 rows, $0 charged; the ledger has the same\n']);
  const [header, ...lines] = readFileSync(join(folder, 'many.csv'), 'utf8').trimEnd().split('\r\n');
  expect(header).toMatch(/^start_time,trace_id,/);
  expect(lines.pop()).toBe('# 2500 rows');
  expect(new Set(lines.map((line) => line.split(',')[1])).size).toBe(2_500);
});

test('without a file, the records go to the standard output, which its reader may close', async () => {
  const all = await shell('tokentrail export --from 1h --columns user_id --search user:many');
  expect([all.code, all.out.slice(-18)]).toEqual([0, '"many"\r\n# 2500 rows\r\n'.slice(-18)]);
  const first = await shell('tokentrail export --from 1h --columns user_id | head -n 1');
  expect([first.code, first.text]).toEqual([0, 'user_id\r\n']);
});

test.each([
  ['tokentrail export --columns user', {}, 'tokentrail: there is no column user;'],
  ["tokentrail export --search 'cost:>x'", {}, 'tokentrail: --search cannot be read: cost:>x'],
  ['tokentrail export --output no/such/folder.csv', {}, 'tokentrail: the file cannot be written:'],
  ['tokentrail export', { TOKENTRAIL_LEDGER_READER_PASSWORD: 'wrong' }, 'tokentrail: the ledger cannot be read:'],
  ['tokentrail export', { TOKENTRAIL_LEDGER_URL: 'http://127.0.0.1:1' }, 'tokentrail: the ledger cannot be read:'],
])('%s fails with the exit code 2 and one line', async (command, env, message) => {
  const { code, text } = await shell(command, env);
  expect(code).toBe(2);
  expect(text.trimEnd()).toMatch(new RegExp(`^${message.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}[^\n]*$`));
});
