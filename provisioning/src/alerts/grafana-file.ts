import { annotationsOf } from './annotations.ts';
import { fromExpression, linkTemplate, TO } from './link.ts';
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

export interface GrafanaFileOptions {
  groupName: string;
  /** How often the rules are evaluated, such as `1m`. */
  interval: string;
  /** Uids of rules of earlier files. Grafana keeps a rule that a file no longer has, until a file says that it is deleted. */
  deleted?: readonly string[];
}

/**
 * The rules as a file for Grafana's provisioning folder. It has no contact points and no notification policies: provisioned
 * policies would replace those of the team.
 */
export function grafanaFile(
  rules: readonly AlertRule[],
  { groupName, interval, deleted = [] }: GrafanaFileOptions,
): object {
  const group = { orgId: 1, name: groupName, folder: 'TokenTrail', interval, rules: rules.map(grafanaRule) };
  return {
    apiVersion: 1,
    ...(rules.length > 0 && { groups: [group] }),
    ...(deleted.length > 0 && { deleteRules: deleted.map((uid) => ({ orgId: 1, uid })) }),
  };
}

function grafanaRule(rule: AlertRule): object {
  const { uid, title, severity, expression, above, pending, rows, labels } = rule;
  return {
    uid,
    title: withoutVariables(title),
    condition: 'C',
    for: pending,
    // A rule without data has nothing to report: no calls, or not enough of them.
    noDataState: 'OK',
    execErrState: 'Error',
    labels: { severity, product: 'tokentrail', ...labels },
    annotations: withoutData(annotationsOf(rule, (_, page) => linkTemplate(page, LINK_PARTS))),
    data: [
      query('A', expression),
      ...(rows === null ? [] : [query('FROM', fromExpression(rows)), query('TO', TO)]),
      threshold('C', above),
    ],
  };
}

/** Grafana also expands the texts of a rule that has no data, and then has no values for them. Those texts are empty. */
function withoutData(templates: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(templates).map(([name, template]) => {
      const values = new Set(template.match(/\$values\.\w+/g));
      const guarded = [...values].reduceRight((text, value) => `{{ if ${value} }}${text}{{ end }}`, template);
      return [name, guarded];
    }),
  );
}

/** Grafana replaces variables of the environment in titles. */
function withoutVariables(text: string): string {
  return text.replaceAll('$', '$$$$');
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
