import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCommands } from './check-commands.ts';
import { checkImports } from './check-imports.ts';
import { checkIni, checkJson, checkSameWords, checkYaml } from './check-settings.ts';
import { ROOT, type Block } from './markdown.ts';

/** Compares or parses a block. Returns a sentence for each mistake. */
type Check = () => Promise<string[]> | string[];

/** What is done with a block. */
export type Rule =
  /** A shell runs it, after the earlier blocks of its page. */
  | { kind: 'run' }
  /**
   * It is checked, and written to this file before the commands of its page run; a program is then started with the
   * instrumentation.
   */
  | { kind: 'file'; name: string; isProgram: boolean; check: Check }
  | { kind: 'check'; check: Check }
  /** The store's parser reads it. */
  | { kind: 'sql' }
  /** Another test runs it: the path of the test. */
  | { kind: 'tested'; by: string }
  /** It cannot run here. */
  | { kind: 'skip'; reason: string }
  /** A picture, or what a command prints. */
  | { kind: 'output' };

/** Folders whose pages are for people who work on the repository: their commands run tests and benchmarks. */
const FOR_DEVELOPERS = /^(?:tests\/|CONTRIBUTING\.md)|\/bench\//;

const NOTES: readonly [pattern: RegExp, rule: (block: Block, value: string) => Rule][] = [
  [/^skipped: (.+)$/s, (_, reason) => ({ kind: 'skip', reason })],
  [/^tested by (\S+)$/, (_, by) => ({ kind: 'tested', by })],
  [/^file: (\S+)$/, (block, name) => ({ kind: 'file', name, isProgram: false, check: checkOf(block) })],
  [/^program: (\S+)$/, (block, name) => ({ kind: 'file', name, isProgram: true, check: checkOf(block) })],
  [
    /^excerpt of (\S+)$/,
    ({ text }, file) => ({
      kind: 'check',
      check: () => checkSameWords(text, file, readFileSync(join(ROOT, file), 'utf8')),
    }),
  ],
];

/** The rule of a block: that of the note above it, or that of its language. Undefined: none fits. */
export function ruleOf(block: Block): Rule | undefined {
  for (const [pattern, rule] of NOTES) {
    const value = pattern.exec(block.note ?? '')?.[1];
    if (value !== undefined) return rule(block, value);
  }
  return ruleOfLanguage(block);
}

function checkOf(block: Block): Check {
  const rule = ruleOfLanguage(block);
  return rule?.kind === 'check' ? rule.check : () => [`no part of the product reads this ${block.language}`];
}

function ruleOfLanguage({ page, language, text }: Block): Rule | undefined {
  switch (language) {
    case '':
      return { kind: 'output' };
    case 'sh':
      return FOR_DEVELOPERS.test(page) ? { kind: 'check', check: () => checkCommands(text) } : { kind: 'run' };
    case 'js':
    case 'ts':
      return { kind: 'check', check: () => checkImports(text, language) };
    case 'sql':
      return { kind: 'sql' };
    case 'ini':
      return { kind: 'check', check: () => checkIni(text) };
    case 'json':
      return { kind: 'check', check: () => checkJson(text) };
    case 'yaml': {
      const check = checkYaml(text);
      return check && { kind: 'check', check };
    }
    default:
      return undefined;
  }
}
