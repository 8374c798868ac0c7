/** The texts of the alerts as Grafana expands them: also while a rule has no data, when it has no values. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Budget } from '@tokentrail/usage-store';
import { budgetRules } from '../../provisioning/src/alerts/budget-rules.ts';
import { grafanaFile } from '../../provisioning/src/alerts/grafana-file.ts';
import { ALERT_RULES } from '../../provisioning/src/alerts/rules.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';

interface GrafanaRule {
  uid: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
}
interface Expansion {
  template: string;
  labels: Record<string, string>;
  values: Record<string, number>;
}

const BUDGETS: Budget[] = [
  { name: 'a "b" {{ .x }} $y', field: 'group', value: 'a "b"', monthlyNanoUsd: '10000000000', comparedWith: 'charged' },
  { name: 'none', field: 'key', value: 'k', monthlyNanoUsd: '0', comparedWith: 'paid' },
];
const LABELS = {
  service_name: 'shop',
  model: 'gpt-4o',
  gen_ai_request_model: 'gpt-4o',
  provider: 'azure',
  exporter: '',
};
const VALUES = { A: 0.25, FROM: 1_795_000_000_000, TO: 1_795_000_900_000 };

const { groups } = grafanaFile([...ALERT_RULES, ...budgetRules(BUDGETS)], { groupName: 'all', interval: '1m' }) as {
  groups: { rules: GrafanaRule[] }[];
};
const TEMPLATES = groups[0]!.rules.flatMap(({ uid, labels, annotations }) =>
  Object.entries({ ...labels, ...annotations }).map(([name, template]) => ({ name: `${uid} ${name}`, template })),
);

function expanded(given: Pick<Expansion, 'labels' | 'values'>) {
  const input = JSON.stringify(TEMPLATES.map(({ template }) => ({ template, ...given })));
  const out = execFileSync('go', ['run', join(__dirname, 'expand', 'main.go')], { input, encoding: 'utf8' });
  const results = JSON.parse(out) as { text: string; error?: string }[];
  return TEMPLATES.map(({ name }, index) => ({ name, ...results[index]! }));
}

const withGo = findOnPath('go') === null ? describe.skip : describe;

withGo('the texts of every rule in Grafana', () => {
  test('contain their values', () => {
    const all = expanded({ labels: LABELS, values: VALUES });
    expect(
      all.filter(({ text, error }) => error !== undefined || text === '' || /no value|nil|NaN/.test(text)),
    ).toEqual([]);
    const textOf = (name: string) => all.find((one) => one.name === name)?.text;
    expect(textOf('tokentrail-error-rate summary')).toBe(
      '25% of the calls of service shop failed in the last 10 minutes.',
    );
    expect(textOf('tokentrail-error-rate usage_log')).toBe(
      'https://grafana.example/monitoring/a/tokentrail-llmusage-app/requests?from=1795000000000&to=1795000900000&service=shop&state=failed',
    );
  });

  test.each([
    ['labels', LABELS],
    ['no labels', {}],
  ])('are expanded without an error for a rule with %s and no data', (_what, labels) => {
    const all = expanded({ labels, values: {} });
    expect(all.filter(({ text, error }) => error !== undefined || /no value|nil|%!/.test(text))).toEqual([]);
    expect(all.find(({ name }) => name === 'tokentrail-error-rate summary')?.text).toBe('');
  });
});
