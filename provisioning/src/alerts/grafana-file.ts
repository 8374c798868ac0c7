import { linkTemplate } from './link.ts';
import type { AlertRule } from './rule.ts';

const DATA_SOURCE = 'tokentrail-metrics';
/** Id of Grafana's own expressions. */
const EXPRESSIONS = '__expr__';
const LINK_PARTS = {
  // It ends in a slash.
  grafana: '{{ externalURL }}',
  from: '{{ printf "%.0f" $values.FROM.Value }}',
  to: '{{ printf "%.0f" $values.TO.Value }}',
};

/**
 * The rules as a file for Grafana's provisioning folder. It has no contact points and no notification policies: provisioned
 * policies would replace those of the team.
 */
export function grafanaFile(rules: readonly AlertRule[], groupName: string): object {
  return {
    apiVersion: 1,
    groups: [{ orgId: 1, name: groupName, folder: 'TokenTrail', interval: '1m', rules: rules.map(grafanaRule) }],
  };
}

function grafanaRule({ uid, title, summary, runbook, severity, expression, above, pending, rows }: AlertRule): object {
  const annotations = {
    summary,
    description: runbook,
    ...(rows && { usage_log: linkTemplate(rows, LINK_PARTS) }),
  };
  return {
    uid,
    title,
    condition: 'C',
    for: pending,
    // A rule without data has nothing to report: no calls, or not enough of them.
    noDataState: 'OK',
    execErrState: 'Error',
    labels: { severity, product: 'tokentrail' },
    annotations,
    data: [
      query('A', expression),
      ...(rows === null
        ? []
        : [query('FROM', `vector((time() - ${rows.seconds}) * 1000)`), query('TO', 'vector(time() * 1000)')]),
      threshold('C', above),
    ],
  };
}

function query(refId: string, expr: string): object {
  return {
    refId,
    relativeTimeRange: { from: 600, to: 0 },
    datasourceUid: DATA_SOURCE,
    model: { refId, instant: true, range: false, expr },
  };
}

function threshold(refId: string, above: number): object {
  return {
    refId,
    relativeTimeRange: { from: 600, to: 0 },
    datasourceUid: EXPRESSIONS,
    model: { refId, type: 'threshold', expression: 'A', conditions: [{ evaluator: { type: 'gt', params: [above] } }] },
  };
}
