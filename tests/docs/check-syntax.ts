import { spawnSync } from 'node:child_process';
import { parseAllDocuments } from 'yaml';
import type { Block } from './markdown.ts';

/** Checks what can be checked of a block that cannot run here: the syntax of its commands or of its file. */
export function checkSyntax({ language, text }: Block): string[] {
  if (language === 'yaml') {
    return parseAllDocuments(text).flatMap(({ errors }) => errors.map(({ message }) => message));
  }
  if (language !== 'sh') return [];
  const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
  return status === 0 ? [] : [stderr];
}
