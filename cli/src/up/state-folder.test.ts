import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StateFolder } from './state-folder.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tokentrail-state-'));
});
afterEach(() => rmSync(root, { recursive: true }));

const path = () => join(root, '.tokentrail', 'otlp-token');

test('the token of the collector is kept from one start to the next', () => {
  const token = new StateFolder(root).otlpToken();
  expect(token).toMatch(/^[\w-]{32}$/);
  expect(new StateFolder(root).otlpToken()).toBe(token);
  const other = mkdtempSync(join(tmpdir(), 'tokentrail-state-'));
  expect(new StateFolder(other).otlpToken()).not.toBe(token);
  rmSync(other, { recursive: true });
});

test('only the owner can read its file, even if its mode was wider before', () => {
  new StateFolder(root).otlpToken();
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  chmodSync(path(), 0o644);
  new StateFolder(root).otlpToken();
  expect(statSync(path()).mode & 0o777).toBe(0o600);
});

test('a token that the operator wrote is used', () => {
  const state = new StateFolder(root);
  writeFileSync(path(), 'chosen-by-the-operator\n');
  expect(state.otlpToken()).toBe('chosen-by-the-operator');
});

test.each(['', '\n', 'short', 'two words that are long enough', 'caf\u00e9caf\u00e9caf\u00e9caf\u00e9caf\u00e9'])(
  'a token file that contains %j is rejected with one line that says what to do',
  (text) => {
    const state = new StateFolder(root);
    writeFileSync(path(), text);
    expect(() => state.otlpToken()).toThrow(/otlp-token contains no valid token: .*Remove it/);
  },
);
