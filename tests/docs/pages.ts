import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readPage, ROOT, type Page } from './markdown.ts';

/** Files of Grafana's plugin generator. */
const NOT_OURS = /^grafana-plugin\/\.config\//;

/** All pages of the repository. */
export const PAGES: readonly Page[] = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'],
  { cwd: ROOT, encoding: 'utf8' },
)
  .trim()
  .split('\n')
  .filter((path) => !NOT_OURS.test(path) && existsSync(join(ROOT, path)))
  .sort()
  .map(readPage);
