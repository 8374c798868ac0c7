import type { Budget } from '@tokentrail/usage-store';
import { budgetRules } from '../../provisioning/src/alerts/budget-rules.ts';
import { findOnPath } from '../../scripts/find-on-path.ts';
import { BUDGET_CASES, cost } from './budget-cases.ts';
import { checkAlerts } from './promtool.ts';

const describeWithPromtool = findOnPath('promtool') === null ? describe.skip : describe;
const suffixOf = (uid: string) => uid.replace(/^tokentrail-budget-[0-9a-f]{14}-/, '');

describeWithPromtool('the rules of a budget', () => {
  test.each(BUDGET_CASES.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    const { budget, fires } = one;
    for (const rule of budgetRules([budget])) {
      const alerts = fires.includes(suffixOf(rule.uid)) ? [{ budget: budget.name }] : [];
      checkAlerts(rule, one, { at: one.at, fires: alerts });
    }
  });

  test.each([
    'quotes "a" and \'b\'',
    'back\\slash \\n \\',
    '{{ $labels }} }} {{',
    '$HOME ${HOME} $$ $__interval',
    'é 日本 \u202e 🎉',
    '%s %d `code`',
  ])('print the name %s as it is', (name) => {
    const budget: Budget = {
      name,
      field: 'group',
      value: name,
      monthlyNanoUsd: '10500000000',
      comparedWith: 'charged',
    };
    const [half] = budgetRules([budget]);
    const samples = { every: '1h', series: { [cost(`group=${JSON.stringify(name)}`)]: '0 6+0x20' } };
    const summary = `Group ${name} was charged 6.00 USD this month, more than 50 % of its budget of 10.5 USD.`;
    checkAlerts(half!, samples, { at: '5h', fires: [{ budget: name }], says: { summary } });
  });
});

test('the uid of a rule depends on the name of its budget only, and Grafana accepts its length', () => {
  const budget: Budget = { name: 'a', field: 'group', value: 'a', monthlyNanoUsd: '1', comparedWith: 'charged' };
  const uids = (budgets: Budget[]) => budgetRules(budgets).map(({ uid }) => uid);
  expect(uids([{ ...budget, field: 'key', value: 'b', monthlyNanoUsd: '2', comparedWith: 'paid' }])).toEqual(
    uids([budget]),
  );
  const both = uids([budget, { ...budget, name: 'b' }]);
  expect(new Set(both).size).toBe(8);
  expect(both.filter((uid) => uid.length > 40)).toEqual([]);
});
