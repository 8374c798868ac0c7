import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureSecrets } from './docker.ts';

test('each required secret is generated once, and existing ones are kept', () => {
  const root = mkdtempSync(join(tmpdir(), 'tokentrail-compose-'));
  writeFileSync(join(root, 'docker-compose.yml'), 'a: ${FIRST:?set it}\nb: ${SECOND:?set it}\nc: ${THIRD:-free}\n');
  writeFileSync(join(root, '.env'), 'FIRST=kept');
  ensureSecrets(root);
  const once = readFileSync(join(root, '.env'), 'utf8');
  expect(once).toMatch(/^FIRST=kept\nSECOND=[\w-]{32}\n$/);
  ensureSecrets(root);
  expect(readFileSync(join(root, '.env'), 'utf8')).toBe(once);
});

test('only the owner can read a new .env', () => {
  const root = mkdtempSync(join(tmpdir(), 'tokentrail-compose-'));
  writeFileSync(join(root, 'docker-compose.yml'), 'a: ${FIRST:?set it}\n');
  ensureSecrets(root);
  expect(statSync(join(root, '.env')).mode & 0o777).toBe(0o600);
});
