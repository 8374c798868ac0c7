import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './markdown.ts';

interface Manifest {
  name: string;
  scripts?: Record<string, string>;
  workspaces?: string[];
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
const root = manifestOf('.');
const testProgram = readFileSync(join(ROOT, 'scripts', 'test.ts'), 'utf8');

/**
 * Checks commands that start tests and benchmarks without running them: scripts, workspaces, steps and files that they name must
 * exist.
 */
export function checkCommands(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/(?:^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .flatMap((line) => problemsOf(line.replace(/^(?:[A-Z_]+=\S+ )+/, '')));
}

function problemsOf(line: string): string[] {
  const words = line.match(/"[^"]*"|'[^']*'|\S+/g)?.map((word) => word.replace(/^["']|["']$/g, '')) ?? [];
  const [program, ...rest] = words;
  switch (program) {
    case 'npm':
      return npmProblems(rest);
    case 'npx':
      return fileProblems(rest.slice(1));
    case 'node':
      return fileProblems(rest);
    default:
      return [`no rule checks the command ${program ?? line}`];
  }
}

function npmProblems(words: readonly string[]): string[] {
  if (words[0] === 'test') {
    const steps = words.slice(words.indexOf('--') + 1).filter((word) => word !== 'test');
    return steps.filter((step) => !testProgram.includes(`'${step}'`)).map((step) => `npm test has no step ${step}`);
  }
  const script = words[1] ?? '';
  const workspace = words.includes('-w') ? words[words.indexOf('-w') + 1] : undefined;
  const manifest = workspace === undefined ? root : workspaceOf(workspace);
  if (manifest === undefined) return [`there is no workspace ${workspace ?? ''}`];
  return manifest.scripts?.[script] === undefined ? [`${workspace ?? 'the repository'} has no script ${script}`] : [];
}

function workspaceOf(name: string): Manifest | undefined {
  const folders = globSync(root.workspaces ?? [], { cwd: ROOT }).filter((folder) =>
    existsSync(join(ROOT, folder, 'package.json')),
  );
  const folder = folders.find((one) => one === name || manifestOf(one).name === name);
  return folder === undefined ? undefined : manifestOf(folder);
}

/** Every word that looks like a path or a pattern of paths must name something. */
function fileProblems(words: readonly string[]): string[] {
  return words
    .filter((word) => word.includes('/') && !word.startsWith('-') && !word.startsWith('@') && !word.includes('://'))
    .filter((word) => globSync(word, { cwd: ROOT }).length === 0)
    .map((word) => `there is no file ${word}`);
}
