/**
 * Grafana's packages need a browser, all others the form for Node.
 * @jest-environment jsdom
 * @jest-environment-options {"customExportConditions": ["node", "node-addons"]}
 */
import { parseUsageLog } from '../../grafana-plugin/src/links.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';
import type { AlertRule } from '../../provisioning/src/alerts/rule.ts';
import { ALERT_RULES } from '../../provisioning/src/alerts/rules.ts';
import { CASES } from './cases.ts';
import { checkAlerts, EXTERNAL_URL, type Labels } from './promtool.ts';

const withPromtool = findOnPath('promtool') === null ? describe.skip : describe;
const AWKWARD = 'a&b=c "d" %25/+#é, {x} \u202e$1';
const WITH_ROWS = ALERT_RULES.filter(({ rows }) => rows !== null).map((rule) => [rule.uid, rule] as const);

/** The parameters that the link of an alert must have. `toMs`: when it fired. */
function parametersOf({ rows }: AlertRule, labels: Labels, toMs: number): URLSearchParams {
  const { seconds, filter } = rows!;
  return new URLSearchParams([
    ['from', String(toMs - seconds * 1000)],
    ['to', String(toMs)],
    ...Object.entries(filter).map(([name, source]) => [
      name,
      'label' in source ? (labels[source.label] ?? '') : source.value,
    ]),
  ]);
}

/** A rule that fires at once, with these labels. */
function withLabels(rule: AlertRule, labels: Labels) {
  const series = `up{${Object.entries(labels)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(',')}}`;
  return {
    rule: { ...rule, expression: 'up', above: 0, pending: '0s' },
    samples: { every: '1h', series: { [series]: '1+0x50' } },
  };
}

withPromtool.each(WITH_ROWS)('the link of the rule %s', (_uid, rule) => {
  const labelNames = Object.values(rule.rows!.filter).flatMap((source) => ('label' in source ? [source.label] : []));

  test.each([
    ['awkward labels', Object.fromEntries(labelNames.map((name) => [name, AWKWARD]))],
    ['no labels', {}],
  ])('with %s opens the rows in the page', (_name, labels) => {
    const { rule: firing, samples } = withLabels(rule, labels);
    // promtool's time begins in 1970.
    const link = parametersOf(rule, labels, 48 * 3_600_000);
    const url = `${EXTERNAL_URL}/a/tokentrail-llmusage-app/requests?${link}`;
    checkAlerts(firing, samples, { at: '48h', fires: [labels], says: { usage_log: url } });

    const expected = parametersOf(rule, labels, Date.parse('2026-11-30T12:00:00Z'));
    const { state, problems } = parseUsageLog(expected);
    expect(problems).toEqual([]);
    expect([state.from, state.to]).toEqual([expected.get('from'), expected.get('to')]);
    const filtered = state.conditions.flatMap((condition) => ('values' in condition ? condition.values : []));
    expect(filtered.filter((value) => value === AWKWARD)).toHaveLength(Object.keys(labels).length);
  });
});

test('a rule about calls has a link to its rows', () => {
  const aboutDelivery = ['records-missing', 'records-late', 'queue-filling', 'spool-filling'];
  const without = ALERT_RULES.filter(({ rows }) => rows === null).map(({ uid }) => uid.replace('tokentrail-', ''));
  expect(without).toEqual(aboutDelivery);
});

test('every rule that has a link has cases', () => {
  expect(WITH_ROWS.filter(([uid]) => CASES[uid] === undefined)).toEqual([]);
});
