import { SECRET_CASES, SHAPE_CASES } from '../../../packages/records/src/secret-cases.ts';
import { redactText } from './redact-text.ts';

const cases = [...SHAPE_CASES, ...SECRET_CASES];

test.each(cases.flatMap(({ text, hidden }) => (hidden === undefined ? [] : [[text, hidden] as const])))(
  'in %s hides %s',
  (text, hidden) => {
    const redacted = redactText(text);
    expect(redacted).not.toContain(hidden);
    if (text.startsWith('{"')) expect(() => JSON.parse(redacted) as unknown).not.toThrow();
  },
);

test.each(cases.filter(({ hidden }) => hidden === undefined).map(({ text }) => text))('keeps %s unchanged', (text) => {
  expect(redactText(text)).toBe(text);
});
