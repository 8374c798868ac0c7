/** Prints the text of docs/commands.md: what `--help` of each command prints. `npm run generate` runs it. */
import { PassThrough } from 'node:stream';
import type { Command } from '@commander-js/extra-typings';
import { buildProgram } from './program.ts';

const HEAD = `# Commands

Generated from the help of \`tokentrail\`; do not edit. [The README of the command line](../cli/README.md) describes exit codes, how a command
finds its ledger, and each command in detail. In this repository a command runs as \`npm run tokentrail -- COMMAND\`.
`;

function reference(): string {
  const output = new PassThrough();
  const io = { stdout: output, stderr: output, env: {}, now: () => 0, cwd: '/', exitCode: 0 };
  const sections = leaves(buildProgram(io)).map((command) => {
    command.outputHelp();
    const text = String(output.read() ?? '').trim();
    return `\n## \`${fullName(command)}\`\n\n\`\`\`\n${text}\n\`\`\`\n`;
  });
  return [HEAD, ...sections].join('');
}

/** The commands that do something: those without commands of their own. */
function leaves(command: Command): Command[] {
  const own = command.commands as readonly Command[];
  return own.length === 0 ? [command] : own.filter((one) => one.name() !== 'help').flatMap(leaves);
}

function fullName(command: Command): string {
  const parent = command.parent as Command | null;
  return parent === null ? command.name() : `${fullName(parent)} ${command.name()}`;
}

process.stdout.write(reference());
