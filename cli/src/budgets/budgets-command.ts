import type { Command } from '@commander-js/extra-typings';
import type { Io } from '../io.ts';
import { byOption, endpointsOption, jsonOption } from '../options.ts';
import { runApplyBudgets, runShowBudgets } from './budgets.ts';

/** Adds `tokentrail budgets apply` and `tokentrail budgets show`. */
export function addBudgetsCommand(program: Command, io: Io): void {
  const budgets = program.command('budgets').description('keep monthly budgets, or show what is spent');
  budgets
    .command('apply')
    .description('write the budgets of a file to the ledger, in place of all earlier ones, and their alert rules')
    .option('--file <file>', 'the file with the budgets; default: budgets.yaml')
    .addOption(byOption())
    .option('--grafana-rules <file>', 'the file that Grafana provisions, which is replaced')
    .option('--prometheus-rules <file>', 'a file for rule_files of Prometheus, which is replaced')
    .option('--grafana-url <url>', 'with --prometheus-rules: Grafana, for the links of the alerts')
    .addOption(endpointsOption())
    .addHelpText('after', '\nExample:\n  tokentrail budgets apply --file budgets.yaml')
    .action((options) => runApplyBudgets(options, io));
  budgets
    .command('show')
    .description('print what each budget has spent this month (UTC), and its projection')
    .addOption(jsonOption())
    .addOption(endpointsOption())
    .addHelpText('after', '\nExample:\n  tokentrail budgets show --json\n\nExit code 1: a budget is exceeded.')
    .action((options) => runShowBudgets(options, io));
}
