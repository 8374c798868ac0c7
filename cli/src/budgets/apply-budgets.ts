import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { budgetsSetting, type Budget, type ClickHouseTransport } from '@tokentrail/usage-store';
import { counted } from '../counted.ts';
import { budgetRules } from '../../../provisioning/src/alerts/budget-rules.ts';
import { UserError } from '../fail.ts';
import { writeSetting } from '../write-setting.ts';
import { parseBudgetFile } from './budget-file.ts';
import { grafanaRulesOver, prometheusRulesOver, writeRules } from './rule-files.ts';

export interface ApplyOptions {
  /** The file with the budgets. */
  file: string;
  by: string;
  writer: ClickHouseTransport;
  /** The file that Grafana provisions. */
  grafanaRules?: string;
  prometheus?: { file: string; grafana: string };
}

/**
 * Writes the budgets of a file to the ledger, in place of all earlier ones, and the files with their alert rules.
 * @returns the lines to print.
 * @throws UserError if the file has a mistake or something cannot be written. Then nothing changed, or the command can be repeated.
 */
export async function applyBudgets({ file, by, writer, grafanaRules, prometheus }: ApplyOptions): Promise<string[]> {
  const budgets = readBudgets(file);
  const rules = budgetRules(budgets);
  if (grafanaRules !== undefined && prometheus !== undefined && resolve(grafanaRules) === resolve(prometheus.file)) {
    throw new UserError('--grafana-rules and --prometheus-rules must be two files');
  }
  // A file that cannot be replaced is found before the ledger changes.
  const files = [
    ...(grafanaRules === undefined ? [] : [{ path: grafanaRules, text: grafanaRulesOver(grafanaRules, rules) }]),
    ...(prometheus === undefined
      ? []
      : [{ path: prometheus.file, text: prometheusRulesOver(prometheus.file, rules, prometheus.grafana) }]),
  ];
  await writeSetting(writer, { name: 'budgets', value: budgetsSetting(budgets), by });
  files.forEach(({ path, text }) => writeRules(path, text));
  return [
    `${counted(budgets.length, 'budget')} of ${file} written to the ledger, in place of all earlier ones`,
    ...files.map(({ path }) => `${counted(rules.length, 'alert rule')} written to ${path}`),
    ...(grafanaRules === undefined
      ? []
      : [
          'Grafana reads the rules when it starts, or at POST /api/admin/provisioning/alerting/reload (docs/budgets.md)',
        ]),
    ...(files.length === 0
      ? ['no alert rules written: give --grafana-rules or --prometheus-rules (docs/budgets.md)']
      : []),
  ];
}

function readBudgets(file: string): Budget[] {
  const read = parseBudgetFile(textOf(file));
  if ('problems' in read) {
    const lines = read.problems.slice(0, 20).map(({ line, message }) => `${file}:${line}: ${message}`);
    throw new UserError(`nothing was changed, because ${file} has mistakes\n${lines.join('\n')}`);
  }
  return read.budgets;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the budgets cannot be read: ${reason}. Name the file with --file (docs/budgets.md has an example)`,
    );
  }
}
