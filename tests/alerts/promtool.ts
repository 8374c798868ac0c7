import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AlertRule } from '../../provisioning/src/alerts/rule.ts';
import { prometheusFile } from '../../provisioning/src/alerts/prometheus-file.ts';
import { recordingGroup } from '../../provisioning/src/alerts/recording-rules.ts';

export type Labels = Readonly<Record<string, string>>;

/** Series over time. */
export interface Samples {
  /** Time between two samples and between two evaluations, such as `1m`. */
  every: string;
  /** Samples by series, in promtool's notation: `0+2x20`. */
  series: Labels;
  /** False: Prometheus has no recording rules. */
  recorded?: boolean;
}

export interface Expected {
  /** Time since the first sample. */
  at: string;
  /** The labels of each alert that fires. Empty: the rule is silent. */
  fires: readonly Labels[];
  /** What the alerts say: the annotations to compare. */
  says?: Labels;
}

interface PrometheusRule {
  annotations: Record<string, string>;
}

/** The Grafana of the links. It has a sub path. */
export const EXTERNAL_URL = 'https://grafana.example/monitoring';

const FILE = { groupName: 'tokentrail', interval: '1m', grafana: '{{ $externalURL }}/' };

/** Runs one rule over the samples with `promtool test rules`. Throws with promtool's report if the alerts are others. */
export function checkAlerts(
  rule: AlertRule,
  { every, series, recorded = true }: Samples,
  { at, fires, says = {} }: Expected,
): void {
  const folder = mkdtempSync(join(tmpdir(), 'tokentrail-alerts-'));
  try {
    const { groups } = prometheusFile([rule], FILE) as { groups: { rules: PrometheusRule[] }[] };
    const rules = groups.flatMap((group) => group.rules).map((one) => ({ ...one, annotations: only(one, says) }));
    // The group has the interval of the samples: a rule over days is not evaluated every minute.
    const recording = recorded ? [{ ...recordingGroup(), interval: every }] : [];
    writeFileSync(join(folder, 'rules.yaml'), stringify({ groups: [...recording, { name: 'tokentrail', rules }] }));
    const labels = { severity: rule.severity, product: 'tokentrail' };
    const test = {
      interval: every,
      external_url: EXTERNAL_URL,
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      alert_rule_test: [
        {
          eval_time: at,
          alertname: rule.uid,
          exp_alerts: fires.map((own) => ({ exp_labels: { ...labels, ...own }, exp_annotations: says })),
        },
      ],
    };
    writeFileSync(
      join(folder, 'test.yaml'),
      stringify({ rule_files: ['rules.yaml'], evaluation_interval: every, tests: [test] }),
    );
    runPromtool(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function only({ annotations }: PrometheusRule, says: Labels): Labels {
  return Object.fromEntries(Object.entries(annotations).filter(([name]) => name in says));
}

function runPromtool(folder: string): void {
  try {
    execFileSync('promtool', ['test', 'rules', 'test.yaml'], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string };
    throw new Error(`${stdout ?? ''}${stderr ?? ''}` || String(error), { cause: error });
  }
}
