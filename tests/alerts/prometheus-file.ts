import { linkTemplate } from '../../provisioning/src/alerts/link.ts';
import type { AlertRule } from '../../provisioning/src/alerts/rule.ts';

/**
 * The rules in Prometheus' own format, which `promtool test rules` reads. The links then begin with the external URL of the test
 * instead of Grafana's.
 */
export function prometheusFile(rules: readonly AlertRule[], groupName: string): object {
  return { groups: [{ name: groupName, interval: '1m', rules: rules.map(prometheusRule) }] };
}

function prometheusRule({ uid, summary, runbook, severity, expression, above, pending, rows }: AlertRule): object {
  const annotations = {
    summary: withOwnValue(summary),
    description: runbook,
    ...(rows && {
      usage_log: linkTemplate(rows, {
        grafana: '{{ $externalURL }}/',
        from: timeTemplate(rows.seconds),
        to: timeTemplate(0),
      }),
    }),
  };
  return {
    alert: uid,
    expr: `(${expression}) > ${above}`,
    for: pending,
    labels: { severity, product: 'tokentrail' },
    annotations,
  };
}

/** `$values` is Grafana's. */
function withOwnValue(template: string): string {
  return template.replaceAll('$values.A.Value', '$value');
}

function timeTemplate(secondsAgo: number): string {
  return `{{ query "vector((time() - ${secondsAgo}) * 1000)" | first | value | printf "%.0f" }}`;
}
