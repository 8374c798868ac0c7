import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { endpointsOption, jsonOption } from '../options.ts';
import { importArchives } from './import-archive.ts';

/** Adds `tokentrail import`. */
export function addImportCommand(program: Command, io: Io): void {
  program
    .command('import')
    .description('write archives of `tokentrail export --format archive` into a ledger without rows of their range')
    .argument('<archive...>', 'folders of archives')
    .addOption(jsonOption())
    .addOption(endpointsOption())
    .addHelpText('after', '\nExample:\n  tokentrail import ledger-2026-10')
    .action((archives, options) => importArchives(archives, options, io));
}
