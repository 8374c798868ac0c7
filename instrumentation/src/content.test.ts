import { contentText, cut } from './content.ts';

const KEY = 'sk-proj-abcdefghijklmnopqrstuvwxyz';

test('an object is recorded as JSON, a text as it is, both without keys', () => {
  expect(contentText('inputMessages', [{ role: 'user', content: KEY }], [])).toBe(
    '[{"role":"user","content":"[redacted]"}]',
  );
  expect(contentText('providerResponseBody', `data: ${KEY}`, [])).toBe('data: [redacted]');
  expect(contentText('clientRequestHeaders', { 'X-Own': 'v' }, ['x-own'])).toBe('{"x-own":"[redacted]"}');
});

test('what cannot be told is left out', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(contentText('inputMessages', undefined, [])).toBeUndefined();
  expect(contentText('inputMessages', null, [])).toBeUndefined();
  expect(contentText('inputMessages', circle, [])).toBeUndefined();
  expect(contentText('inputMessages', { n: 1n, bytes: new Uint8Array(5) }, [])).toBe('{"n":"1","bytes":"[5 bytes]"}');
});

test('JSON that is too long stays JSON, says so, and holds what fits', () => {
  const text = JSON.stringify({ text: 'ä"\n'.repeat(1000) });
  const short = cut(text, 1000, false);
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(1000);
  const parsed = JSON.parse(short) as { cut: boolean; originalBytes: number; text: string };
  expect(parsed).toMatchObject({ cut: true, originalBytes: Buffer.byteLength(text) });
  expect(text.startsWith(parsed.text)).toBe(true);
  expect(JSON.parse(cut(text, 1000, true))).toMatchObject({ cut: true });
});

test('plain text that is too long ends with a mark and no half character', () => {
  const short = cut('ä'.repeat(1000), 300, true);
  expect(short).toMatch(/^ä+\n\[cut: 300 of 2000 bytes\]$/);
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(300);
});

test('a key that a cut would halve is removed first', () => {
  const text = `${'x'.repeat(1_048_560 - 20)} ${KEY} ${'x'.repeat(200)}`;
  expect(contentText('providerResponseBody', text, [])).not.toMatch(/sk-proj/);
});

test('metadata is held to 16 KiB', () => {
  const text = contentText('metadata', { a: 'x'.repeat(100_000) }, [])!;
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16 * 1024);
  expect(JSON.parse(text)).toMatchObject({ cut: true });
});
