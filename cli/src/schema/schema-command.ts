import { Option, type Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { applySchema, planSchema } from './schema.ts';

const userOption = () =>
  new Option('--user <name>', 'an account of the server that may create tables and accounts').default('default');
const clusterOption = () => new Option('--cluster <name>', 'the ClickHouse cluster of the stores');

/** Adds `tokentrail schema plan` and `tokentrail schema apply`. */
export function addSchemaCommand(program: Command, io: Io): void {
  const schema = program.command('schema').description('bring the stores of a ClickHouse server to this release');
  schema
    .command('plan')
    .description('print the SQL that is missing, with the passwords of the accounts as parameters')
    .addOption(userOption())
    .addOption(clusterOption())
    .addHelpText('after', '\nExample:\n  tokentrail schema plan --user admin > upgrade.sql')
    .action((options) => planSchema(options, io));
  schema
    .command('apply')
    .description('run the SQL that is missing; it can be repeated')
    .addOption(userOption())
    .addOption(clusterOption())
    .addHelpText('after', '\nExample:\n  tokentrail schema apply --user admin --cluster main')
    .action((options) => applySchema(options, io));
}
