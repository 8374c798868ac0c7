import type { LinkedPage } from './link.ts';
import type { AlertRows, AlertRule } from './rule.ts';

/**
 * What an alert says.
 *
 * @param linkOf The template of a link to a page with the range of the rows.
 */
export function annotationsOf(
  { summary, runbook, rows, statsOf }: AlertRule,
  linkOf: (rows: AlertRows, page: LinkedPage) => string,
): Record<string, string> {
  return {
    summary,
    description: runbook,
    ...(rows && { usage_log: linkOf(rows, { path: 'requests', filter: rows.filter }) }),
    ...(rows && statsOf && { stats: linkOf(rows, { path: 'stats', filter: statsOf }) }),
  };
}
