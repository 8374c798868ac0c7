/**
 * Grafana's packages need a browser, all others the form for Node.
 * @jest-environment jsdom
 * @jest-environment-options {"customExportConditions": ["node", "node-addons"]}
 */
import { parseStats, parseUsageLog } from '../../grafana-plugin/src/links.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';
import type { AlertRows, AlertRule, LinkFilter } from '../../provisioning/src/alerts/rule.ts';
import { budgetRules } from '../../provisioning/src/alerts/budget-rules.ts';
import { ALERT_RULES } from '../../provisioning/src/alerts/rules.ts';
import { CASES } from './cases.ts';
import { checkAlerts, EXTERNAL_URL, type Labels } from './promtool.ts';

const withPromtool = findOnPath('promtool') === null ? describe.skip : describe;
const AWKWARD = 'a&b=c "d" %25/+#é, {x} \u202e$1';
const WITH_ROWS = ALERT_RULES.filter(({ rows }) => rows !== null).map((rule) => [rule.uid, rule] as const);

/** The start of the range of a link. */
function fromOf({ seconds }: AlertRows, toMs: number): number {
  const to = new Date(toMs);
  return seconds === 'month' ? Date.UTC(to.getUTCFullYear(), to.getUTCMonth(), 1) : toMs - seconds * 1000;
}

/** The parameters that the link of an alert must have. `toMs`: when it fired. */
function parametersOf({ rows }: AlertRule, labels: Labels, toMs: number): URLSearchParams {
  const { filter } = rows!;
  return new URLSearchParams([
    ['from', String(fromOf(rows!, toMs))],
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
    samples: { every: '1h', series: { [series]: '1+0x800' } },
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

/** Names that a page, a URL or a template could misread. */
const NAMES = [AWKWARD, '"quoted"', 'a"b', 'back\\slash"', '""', '-x', '{{ .Labels }}', '$HOME'];

withPromtool.each(['group', 'key', 'service'] as const)('the links of a budget of a %s', (field) => {
  test.each(NAMES)('open the rows and the stats of exactly %s in the month', (value) => {
    const budget = { name: 'b', field, value, monthlyNanoUsd: '1000000000', comparedWith: 'charged' } as const;
    const [rule] = budgetRules([budget]);
    const { rule: firing, samples } = withLabels(rule!, {});
    const toMs = 33 * 86_400_000;
    const expected = (filter: LinkFilter) => parametersOf({ ...rule!, rows: { seconds: 'month', filter } }, {}, toMs);
    const links = { usage_log: expected(rule!.rows!.filter), stats: expected(rule!.statsOf!) };
    const app = `${EXTERNAL_URL}/a/tokentrail-llmusage-app`;
    const says = { usage_log: `${app}/requests?${links.usage_log}`, stats: `${app}/stats?${links.stats}` };
    checkAlerts(firing, samples, { at: '792h', fires: [{ budget: 'b' }], says: percentEncoded(says) });

    expect(links.stats.get('from')).toBe(String(31 * 86_400_000));
    for (const { state, problems } of [parseUsageLog(links.usage_log), parseStats(links.stats)]) {
      expect(problems).toEqual([]);
      expect(state.conditions).toEqual([
        { field: field === 'key' ? 'key_name' : field, values: [value], folded: true },
      ]);
    }
  });
});

/** `URLSearchParams` writes a space as a plus, and percents before some characters that need none. */
function percentEncoded(urls: Labels): Labels {
  const encoded = (url: string) =>
    url.replaceAll('+', '%20').replace(/%(?:21|27|28|29|7E)/g, (code) => decodeURIComponent(code));
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, encoded(url)]));
}

test('a rule about calls has a link to its rows', () => {
  const without = ['costs-not-recorded', 'records-missing', 'records-late', 'queue-filling', 'spool-filling'];
  const found = ALERT_RULES.filter(({ rows }) => rows === null).map(({ uid }) => uid.replace('tokentrail-', ''));
  expect(found).toEqual(without);
});

test('every rule that has a link has cases', () => {
  expect(WITH_ROWS.filter(([uid]) => CASES[uid] === undefined)).toEqual([]);
});
