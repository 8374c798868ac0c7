import { redactText } from './redact-text.ts';

test('a secret that runs over hundreds of thousands of quotes is redacted without an error', () => {
  const text = `%22 api_key=%22${'"key":'.repeat(300_000)}`;
  expect(redactText(text).length).toBeLessThanOrEqual(text.length * 3);
});

test.each(['password=', 'Bearer+', 'sk-a_', 'ya29.'])('a secret of megabytes that repeats %s is read once', (piece) => {
  const text = piece.repeat(3_500_000 / piece.length);
  const cpuMs = () => {
    const before = process.cpuUsage();
    expect(redactText(text).length).toBeLessThan(100);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const first = cpuMs();
  // If each part of the text read it again, this would take seconds.
  expect(Math.min(first, cpuMs())).toBeLessThan(600);
});

test.each(['Bearer ', 'Basic ', 'sk-', '--api-key ', 'Bearer%20', 'password='])(
  'ten million characters after %j are hidden without an error',
  (before) => {
    const shown = redactText(`Request: ${before}${'a1'.repeat(5_000_000)} end`);
    expect(shown).toMatch(/^Request: /);
    expect(shown.length).toBeLessThan(200);
  },
);

test('everything after four million characters is hidden, including a secret across that border', () => {
  const key = `sk-proj-${'aB3dE'.repeat(8)}`;
  for (const start of [3_999_990, 3_999_960, 4_000_000, 4_500_000]) {
    const shown = redactText(
      `${'word '
        .repeat(800_000)
        .slice(0, start - 1)
        .padEnd(start - 1, '.')} ${key} end`,
    );
    expect(shown).toMatch(/^word word .*\*\*\* \[not searched\]$/s);
    expect(shown).not.toContain('aB3');
  }
});
