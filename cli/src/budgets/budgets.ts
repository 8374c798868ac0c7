import { join } from 'node:path';
import { UserError } from '../fail.ts';
import { isLocalChain, ledgerAccess, recordLedger, settingsWriter, throwLedgerError } from '../ledger-access.ts';
import { parseOptions } from '../parse-options.ts';
import { requiredLine, userName } from '../who.ts';
import { applyBudgets } from './apply-budgets.ts';
import { showBudgets } from './show-budgets.ts';

/**
 * Runs `tokentrail budgets apply` or `tokentrail budgets show`.
 * @returns false if `show` found a budget that is exceeded.
 */
export async function budgets([command, ...args]: readonly string[], root: string): Promise<boolean> {
  if (command === 'apply') {
    await apply(args, root);
    return true;
  }
  if (command === 'show') {
    return show(args, root);
  }
  throw new UserError('write tokentrail budgets apply or tokentrail budgets show; --help lists the options');
}

const text = { type: 'string' } as const;

async function apply(args: readonly string[], root: string): Promise<void> {
  const { values } = parseOptions({
    args: [...args],
    options: {
      ...{ file: text, by: text, endpoints: text },
      ...{ 'grafana-rules': text, 'prometheus-rules': text, 'grafana-url': text },
    },
  });
  const access = ledgerAccess(process.env, values.endpoints ?? endpointsFile(root));
  const grafanaRules = values['grafana-rules'] ?? (isLocalChain(process.env) ? localRules(root) : undefined);
  const lines = await applyBudgets({
    file: values.file ?? 'budgets.yaml',
    by: requiredLine('--by', values.by ?? userName(), 'the ledger keeps who set the budgets'),
    writer: settingsWriter(access),
    ...(grafanaRules !== undefined && { grafanaRules }),
    ...prometheusOptions(values['prometheus-rules'], values['grafana-url']),
  });
  console.log(lines.join('\n'));
}

async function show(args: readonly string[], root: string): Promise<boolean> {
  const { values } = parseOptions({ args: [...args], options: { json: { type: 'boolean' }, endpoints: text } });
  const ledger = recordLedger(ledgerAccess(process.env, values.endpoints ?? endpointsFile(root)));
  const { lines, anyOver } = await showBudgets(ledger, Date.now(), values.json === true).catch(throwLedgerError);
  console.log(lines.join('\n'));
  return !anyOver;
}

function endpointsFile(root: string): string {
  return join(root, '.tokentrail', 'endpoints.json');
}

/** Where the Grafana of `npm start` and docker-compose.yml reads rules. */
function localRules(root: string): string {
  return join(root, 'provisioning', 'alerting', 'budgets.yaml');
}

function prometheusOptions(file: string | undefined, grafanaUrl: string | undefined) {
  if (file === undefined) {
    return {};
  }
  if (grafanaUrl === undefined || !URL.canParse(grafanaUrl)) {
    throw new UserError(
      '--prometheus-rules needs --grafana-url, such as https://grafana.example/, for the links of the alerts',
    );
  }
  const { href } = new URL(grafanaUrl);
  return { prometheus: { file, grafana: href.endsWith('/') ? href : `${href}/` } };
}
