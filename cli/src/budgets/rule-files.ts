import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parse, stringify } from 'yaml';
import { grafanaFile } from '../../../provisioning/src/alerts/grafana-file.ts';
import { prometheusFile } from '../../../provisioning/src/alerts/prometheus-file.ts';
import { recordingGroup } from '../../../provisioning/src/alerts/recording-rules.ts';
import type { AlertRule } from '../../../provisioning/src/alerts/rule.ts';
import { UserError } from '../fail.ts';

const HEAD = '# Written by `tokentrail budgets apply`. Change budgets.yaml instead.\n';
/** The rules look back a month; a budget does not need them every minute. */
const FILE = { groupName: 'TokenTrail budgets', interval: '5m' };

/** A rule or a deletion in a file that Grafana has read. */
interface RuleFile {
  groups?: { rules?: { uid?: unknown }[] }[];
  deleteRules?: { uid?: unknown }[];
}

/**
 * The rules as a file for Grafana. Rules of the file at `path` that are no longer there are deleted in Grafana; that stays in the
 * file, because Grafana may read it much later.
 * @throws UserError if the file at `path` is not one of this command.
 */
export function grafanaRulesOver(path: string, rules: readonly AlertRule[]): string {
  const present = new Set<unknown>(rules.map(({ uid }) => uid));
  const deleted = earlierUids(path).filter((uid) => !present.has(uid));
  return (
    HEAD +
    stringify(grafanaFile([{ name: FILE.groupName, interval: FILE.interval, rules }], { deleted }), { lineWidth: 0 })
  );
}

/**
 * The rules as a file for `rule_files` of Prometheus, with the recording rules that they read.
 * @throws UserError if the file at `path` is not one of this command, such as the configuration of Prometheus.
 */
export function prometheusRulesOver(path: string, rules: readonly AlertRule[], grafana: string): string {
  if (existsSync(path)) {
    ownText(path);
  }
  const { groups } = prometheusFile(rules, { ...FILE, grafana });
  return HEAD + stringify({ groups: [recordingGroup(), ...groups] }, { lineWidth: 0 });
}

/** Replaces the file as a whole, so that no reader sees a part of it, also if the command runs twice at once. */
export function writeRules(path: string, text: string): void {
  try {
    const written = `${path}.${process.pid}.new`;
    writeFileSync(written, text);
    renameSync(written, path);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(
      `the budgets are in the ledger, but the rules cannot be written: ${reason}. Run the command again`,
    );
  }
}

function earlierUids(path: string): string[] {
  if (!existsSync(path)) {
    return [];
  }
  const { groups = [], deleteRules = [] } = ownFile(path);
  const uids = [...groups.flatMap(({ rules = [] }) => rules), ...deleteRules].map(({ uid }) => String(uid));
  return [...new Set(uids)].sort();
}

function ownFile(path: string): RuleFile {
  const text = ownText(path);
  try {
    return parse(text) as RuleFile;
  } catch {
    throw new UserError(
      `${path} was changed and is no YAML any more, so it is not known which rules Grafana has: restore it, or remove it`,
    );
  }
}

/** The text of a file of this command. */
function ownText(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the rules cannot be written to ${path}: ${reason}`);
  }
  if (!text.startsWith(HEAD)) {
    throw new UserError(`${path} was not written by this command, so it is not replaced: give another file`);
  }
  return text;
}
