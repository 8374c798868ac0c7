import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

test('docs/attributes.md is up to date with the attribute table', () => {
  const root = join(__dirname, '..');
  const program = `import { attributeTable } from './scripts/attribute-table.ts'; process.stdout.write(attributeTable());`;
  const written = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(readFileSync(join(root, 'docs', 'attributes.md'), 'utf8')).toBe(written);
});
