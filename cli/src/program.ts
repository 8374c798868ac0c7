import { Command, CommanderError } from '@commander-js/extra-typings';
import manifest from '../package.json' with { type: 'json' };
import { addImportCommand } from './archive/import-command.ts';
import { addAuditCommand } from './audit/audit-command.ts';
import { addBudgetsCommand } from './budgets/budgets-command.ts';
import { addDoctorCommand } from './doctor/doctor-command.ts';
import { addExportCommand } from './export/export-command.ts';
import { UserError } from './fail.ts';
import { addForgetCommand } from './forget/forget-command.ts';
import { EXIT_CODES, type Io } from './io.ts';
import { addPricesCommand } from './prices/prices-command.ts';
import { addRecordsCommand } from './records/records-command.ts';
import { addRequestCommand } from './request/request-command.ts';
import { addReportCommand } from './report/report-command.ts';
import { addRetentionCommand } from './retention/retention-command.ts';
import { addSchemaCommand } from './schema/schema-command.ts';
import { secretsIn, withoutSecrets } from './secrets.ts';
import { addUpCommand } from './up/up-command.ts';

/** Columns of the help in a pipe. */
const HELP_WIDTH = 100;

/** The program with every command. */
export function buildProgram(io: Io): Command {
  const program = new Command('tokentrail')
    .description('records every LLM call: run, check and maintain the ledger of TokenTrail')
    .version(manifest.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      // `runProgram` prints errors.
      outputError: () => undefined,
      getOutHelpWidth: () => HELP_WIDTH,
      getErrHelpWidth: () => HELP_WIDTH,
    })
    .addHelpText(
      'after',
      '\nPasswords are read from the environment only. `tokentrail help COMMAND` shows the options of a command.',
    );
  addUpCommand(program, io);
  addAuditCommand(program, io);
  addBudgetsCommand(program, io);
  addDoctorCommand(program, io);
  addExportCommand(program, io);
  addForgetCommand(program, io);
  addImportCommand(program, io);
  addPricesCommand(program, io);
  addRecordsCommand(program, io);
  addRequestCommand(program, io);
  addReportCommand(program, io);
  addRetentionCommand(program, io);
  addSchemaCommand(program, io);
  return program;
}

/** Runs a command line. Prints errors and sets the exit code; never rejects. */
export async function runProgram(args: readonly string[], io: Io): Promise<void> {
  const program = buildProgram(io);
  io.secrets ??= secretsIn(io.env);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && HELP_CODES.includes(error.code)) {
      io.exitCode = error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.notDone;
      return;
    }
    io.exitCode = EXIT_CODES.notDone;
    io.stderr.write(`${withoutSecrets(textOf(error, nameOf(program, args)), io.secrets)}\n`);
  }
}

/** Codes of the parser for help and version, which it has printed. */
const HELP_CODES: readonly string[] = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

/** One line for an error that a user can mend; anything else is a bug of ours and is printed with its stack. */
function textOf(error: unknown, command: string): string {
  if (error instanceof CommanderError) {
    const message = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
    return `tokentrail: ${message}: ${command} --help lists what you can write`;
  }
  if (error instanceof UserError) {
    return `tokentrail: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The command that `args` name, such as `tokentrail budgets show`. */
function nameOf(program: Command, args: readonly string[]): string {
  const names = [program.name()];
  let commands = program.commands;
  for (const arg of args) {
    const command = commands.find((known) => known.name() === arg);
    if (command === undefined) {
      break;
    }
    names.push(arg);
    commands = command.commands;
  }
  return names.join(' ');
}
