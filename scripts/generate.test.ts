import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

test('every generated file is up to date: else run `npm run generate`', () => {
  const program = join(__dirname, 'generate.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, '--check'], { encoding: 'utf8' });
  expect({ status, outdated: stdout, stderr }).toEqual({ status: 0, outdated: '', stderr: '' });
});
