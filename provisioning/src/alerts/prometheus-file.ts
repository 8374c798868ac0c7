import { annotationsOf } from './annotations.ts';
import { fromExpression, linkTemplate, TO } from './link.ts';
import type { AlertRule, AlertRows } from './rule.ts';

export interface PrometheusFileOptions {
  groupName: string;
  /** How often the rules are evaluated, such as `1m`. */
  interval: string;
  /** The URL of Grafana with a slash at its end, for the links; may be a template. */
  grafana: string;
}

/** The rules in Prometheus' own format: for `rule_files` of its configuration, and for `promtool`. */
export function prometheusFile(
  rules: readonly AlertRule[],
  { groupName, interval, grafana }: PrometheusFileOptions,
): { groups: object[] } {
  return { groups: [{ name: groupName, interval, rules: rules.map((rule) => prometheusRule(rule, grafana)) }] };
}

function prometheusRule(rule: AlertRule, grafana: string): object {
  const { uid, severity, expression, above, pending, labels } = rule;
  const annotations = annotationsOf(rule, (rows: AlertRows, page) =>
    linkTemplate(page, { grafana, from: timeTemplate(fromExpression(rows)), to: timeTemplate(TO) }),
  );
  return {
    alert: uid,
    expr: `(${expression}) > ${above}`,
    for: pending,
    labels: { severity, product: 'tokentrail', ...labels },
    annotations: { ...annotations, summary: withOwnValue(rule.summary) },
  };
}

/** `$values` is Grafana's. */
function withOwnValue(template: string): string {
  return template.replaceAll('$values.A.Value', '$value');
}

function timeTemplate(expression: string): string {
  return `{{ query "${expression}" | first | value | printf "%.0f" }}`;
}
