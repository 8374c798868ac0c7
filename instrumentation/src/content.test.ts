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

test('of a huge body only what can be kept is looked through, and its size is told', () => {
  const body = { key: KEY, text: 'x"\n'.repeat(7_000_000), end: KEY };
  const size = Buffer.byteLength(JSON.stringify(body));
  const before = performance.now();
  const text = contentText('providerRequestBody', body, [])!;
  expect(performance.now() - before).toBeLessThan(1500);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1024 * 1024);
  const parsed = JSON.parse(text) as { originalBytes: number; text: string };
  expect(parsed.originalBytes).toBe(size);
  expect(parsed.text).toMatch(/^\{"key":"\[redacted\]"/);
});

test('a key that stands where looking through ends is not kept by half, however much went before', () => {
  const keys = `${KEY} `.repeat(2000);
  const text = `${keys}${'x'.repeat(1024 * 1024 + 16 * 1024 - keys.length - 20)} ${KEY} ${'x'.repeat(100)}`;
  expect(contentText('providerResponseBody', text, [])).not.toMatch(/sk-proj/);
});

test('metadata is held to 16 KiB', () => {
  const text = contentText('metadata', { a: 'x'.repeat(100_000) }, [])!;
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16 * 1024);
  expect(JSON.parse(text)).toMatchObject({ cut: true });
});

test('the keys of the call are removed whatever their shape, in bodies and in headers', () => {
  const key = 'Zt5qW8xN2mB7cV4k';
  const body = { error: { message: `Incorrect API key provided: ${key}.` } };
  expect(contentText('errorDetails', body, [], [key, 'short'])).toBe(
    '{"error":{"message":"Incorrect API key provided: [redacted]."}}',
  );
  expect(contentText('providerResponseHeaders', { 'x-echo': `of ${key}, short` }, [], [key, 'short'])).toBe(
    '{"x-echo":"of [redacted], short"}',
  );
});
