import { findOnPath } from '../../scripts/find-on-path.ts';
import { ALERT_RULES } from '../../provisioning/src/alerts/rules.ts';
import { CASES } from './cases.ts';
import { checkAlerts } from './promtool.ts';

const withPromtool = findOnPath('promtool') === null ? describe.skip : describe;

withPromtool.each(ALERT_RULES.map((rule) => [rule.uid, rule] as const))('the rule %s', (uid, rule) => {
  const cases = CASES[uid] ?? [];

  test.each(cases.map((one) => [one.name, one] as const))('%s', (_name, one) => {
    checkAlerts(rule, one, one);
  });
});

test('every rule has a case in which it fires and one in which it is silent', () => {
  const incomplete = ALERT_RULES.filter(({ uid }) => {
    const fires = (CASES[uid] ?? []).map((one) => one.fires.length > 0);
    return !fires.includes(true) || !fires.includes(false);
  });
  expect(incomplete.map(({ uid }) => uid)).toEqual([]);
});
