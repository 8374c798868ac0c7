import { budget, contentRules } from './content-rules.ts';
import { shortText } from './short-text.ts';

const RULES = { ...contentRules([]), headers: { redact: [], addresses: true, callers: true } };

afterEach(() => budget.renew());

test('a short text on which the budget ends is searched completely, and shown in later contents', () => {
  const text = 'users\\/a:b&amp;c=d';
  budget.left = 1;
  expect(shortText(text, RULES).shown).toBe(text);
  expect(budget.isUsedUp).toBe(true);
  expect(shortText(`${text}.`, RULES).shown).toBe('*** [not searched]');
  budget.renew();
  expect(shortText(text, RULES).shown).toBe(text);
});
