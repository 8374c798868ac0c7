import { Privacy } from './privacy.ts';
import { contentText } from './content-text.ts';
import { WrittenJson } from './written-json.ts';

/** Four times the content that is kept. A longer text only costs one more pass of reading or parsing. */
const LENGTH = 4_000_000;
const IMAGE_LENGTH = 10_000_000;
const LIMIT = 1024 * 1024;
const RULES = new Privacy({ privacy: false, recordIp: true, redactHeaders: [] }, () => undefined).rulesFor({}, [
  'sk-proj-0123456789abcdefghijklmnop',
]);

function repeated(part: string): string {
  return part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);
}

/** CPU time of this process in ms. */
function cpuMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** The faster of two runs must be within the limit, so that other work of the machine does not count. */
function expectCpuMs(run: () => unknown, limit: number): void {
  const first = cpuMs(run);
  expect(first < limit ? first : cpuMs(run)).toBeLessThan(limit);
}

/**
 * Generous limit: 400 ms for a loaded machine and for compiling the code, plus the time of some hundred plain searches.
 */
let limitMs = 0;

beforeAll(() => {
  const text = 'a'.repeat(LENGTH);
  const absent = Array.from({ length: 30 }, (_, index) => String.fromCharCode(0x2500 + index));
  const search = () => absent.map((char) => text.includes(char));
  limitMs = 400 + 20 * Math.min(cpuMs(search), cpuMs(search));
});

const PARTS = [
  ...[
    'data:',
    'data:;base64,',
    'data:image/png;base64,',
    ';base64,',
    'token=',
    'key=',
    ':',
    '=',
    '"',
    '\\',
    '%22',
    '%',
  ],
  ...['--a ', '--', '-', 'eyJ', 'eyJ-', '-----BEGIN', '-----BEGIN PRIVATE KEY-----', '://', '://a:b', '@', 'Bearer '],
  ...['[', '{"a":', '{"a":"b"},', '\\"', '\\\\"', '\\u0041', '\\/', '&amp;', '&#65;', '&', '%3A%2F%2F', '%2541'],
  ...['\u{1f600}', '\u{1f600} sk-', '\ud83d', 'A', 'sk-', 'gsk_a', 'ya29.', 'password: ', 'password=(', '"token":"a",'],
];

test.each(PARTS)('4 MB of %j take a bounded time', (part) => {
  const text = repeated(part);
  const value = { model: 'm', messages: [{ role: 'user', content: text }] };
  const json = JSON.stringify(value);
  const written = new WrittenJson(value, json);
  expectCpuMs(() => contentText('inputMessages', value.messages, LIMIT, RULES), limitMs);
  expectCpuMs(() => contentText('providerRequestBody', written, LIMIT, RULES), limitMs);
  expectCpuMs(() => contentText('clientRequestBody', text, LIMIT, RULES), limitMs);
  expectCpuMs(() => contentText('clientRequestBody', json, LIMIT, RULES), limitMs);
});

test('replaces an image of 10 MB by its type and size, and hides a key after it', () => {
  const content = `data:image/png;base64,${'A'.repeat(IMAGE_LENGTH)} and sk-proj-abcdefghijklmnopqrstuvwxyz`;
  expect(contentText('inputMessages', [{ content }], LIMIT, RULES)).toBe(
    '[{"content":"[image/png, 7500000 bytes] and ***"}]',
  );
});

test('hides the rest of a text with too many possible secrets, and searches a later text again', () => {
  const key = 'sk-proj-abcdefghijklmnopqrstuvwxyz';
  const hostile = contentText('inputMessages', [{ content: 'password: '.repeat(90_000) + key }, key], LIMIT, RULES)!;
  expect(hostile).toContain('*** [not searched]');
  expect(hostile).not.toContain(key);
  expect(JSON.parse(hostile)).toHaveLength(2);
  expect(contentText('inputMessages', [{ content: 'a plain text' }], LIMIT, RULES)).toBe(
    '[{"content":"a plain text"}]',
  );
});

test('searches a megabyte of code, numbers or base64 to the end', () => {
  const texts = [
    'const value = await this.find_one(name, { key: "value", other-name: 1 }); // a: b\n',
    '{"index":12,"embedding":[-0.0123,0.456,-7.8e-5]},',
    'TWFuIGlzIGRpc3Rpbmd1aXNoZWQsIG5vdCBvbmx5IGJ5IGhpcyByZWFzb24sIGJ1dCAuLi4x',
    '2026-11-29T10:20:30Z GET https://api.example.com/v1/a-b?x=1&y=2 200 "agent/1.0"\n',
    '========================================\n| a | b |\n|---|---|\n',
  ];
  for (const part of texts) {
    const text = part.repeat(Math.floor(1_000_000 / part.length));
    expect(contentText('clientRequestBody', text, LIMIT, RULES) === text).toBe(true);
  }
});
