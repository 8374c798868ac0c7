import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../fail.ts';
import { EXIT_CODES, print, type Io } from '../io.ts';
import {
  chainFolder,
  isLocalChain,
  ledgerAccess,
  recordLedger,
  settingsWriter,
  throwLedgerError,
} from '../ledger-access.ts';
import { requiredLine, userName } from '../who.ts';
import { applyBudgets } from './apply-budgets.ts';
import { showBudgets } from './show-budgets.ts';

export interface ApplyBudgetsOptions {
  file?: string;
  by?: string;
  grafanaRules?: string;
  prometheusRules?: string;
  grafanaUrl?: string;
  endpoints?: string;
}

/** Runs `tokentrail budgets apply`. */
export async function runApplyBudgets(options: ApplyBudgetsOptions, io: Io): Promise<void> {
  const access = ledgerAccess(io, options.endpoints);
  const grafanaRules = options.grafanaRules ?? (isLocalChain(io.env) ? localRules(io.cwd) : undefined);
  const lines = await applyBudgets({
    file: options.file ?? 'budgets.yaml',
    by: requiredLine('--by', options.by ?? userName(), 'the ledger keeps who set the budgets'),
    writer: settingsWriter(access),
    ...(grafanaRules !== undefined && { grafanaRules }),
    ...prometheusOptions(options.prometheusRules, options.grafanaUrl),
  });
  print(io, ...lines);
}

/** Runs `tokentrail budgets show`. The check fails if a budget is exceeded. */
export async function runShowBudgets(
  { json = false, endpoints }: { json?: boolean; endpoints?: string },
  io: Io,
): Promise<void> {
  const ledger = recordLedger(ledgerAccess(io, endpoints));
  const { lines, anyOver } = await showBudgets(ledger, io.now(), json).catch(throwLedgerError);
  print(io, ...lines);
  if (anyOver) {
    io.exitCode = EXIT_CODES.checkFailed;
  }
}

/** Where the Grafana of `npm start` and docker-compose.yml reads rules; undefined outside a checkout. */
function localRules(cwd: string): string | undefined {
  const folder = join(chainFolder(cwd) ?? cwd, 'provisioning', 'alerting');
  return existsSync(folder) ? join(folder, 'budgets.yaml') : undefined;
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
