import { Privacy } from './privacy.ts';
import { contentText } from './content-text.ts';
import { WrittenJson } from './written-json.ts';

const KEY = 'sk-proj-abcdefghijklmnopqrstuvwxyz';
const MIB = 1024 * 1024;

/** Records `value` as `WrittenJson` and directly. Line breaks distinguish the given JSON from JSON written here. */
function recorded(value: unknown, { keys = [] as string[], privacy = false, limit = MIB, user = 'user-kestrel' } = {}) {
  const rules = new Privacy({ privacy, recordIp: false, redactHeaders: [] }, () => 'pseudonym').rulesFor(
    { user, clientAddress: '10.1.2.3' },
    keys,
  );
  const json = JSON.stringify(value, undefined, 1);
  const written = contentText('providerRequestBody', new WrittenJson(value, json), limit, rules);
  return { json, written, anew: contentText('providerRequestBody', value, limit, rules) };
}

const LONG = 'A sentence with "quotes", a slash \\ and\nlines: 漢字, \ud83d\ude00. '.repeat(50);

test.each<[string, unknown]>([
  ['a chat', { model: 'gpt-4o', messages: [{ role: 'user', content: LONG }], stream: true, stop: null, n: 1.5e-7 }],
  ['values that JSON cannot express', { a: undefined, s: Symbol('s'), list: [undefined, NaN, -0] }],
  ['tokens of a response', { token: 'a1b2c3d4e5', logprob: -0.5 }],
])('records the given JSON of %s if nothing is hidden', (_what, value) => {
  const { json, written, anew } = recorded(value, { keys: ['sk-proj-zyxwvutsrqponmlkjihgfedcba'] });
  expect(written).toBe(json);
  expect(anew).toBe(JSON.stringify(value));
});

const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);

const HIDING: [string, unknown, Parameters<typeof recorded>[1]?][] = [
  ['a key', { messages: [{ content: LONG + KEY }] }],
  ['a key that is known alone', { content: 'of plain-known-key' }, { keys: ['plain-known-key'] }],
  ['a known key that JSON escapes', { content: 'a "key" \\ of\nmine' }, { keys: ['"key" \\ of'] }],
  ['a known key with half a character', { content: 'known-\ud800-key' }, { keys: ['known-\ud800-key'] }],
  ['a known key in JSON inside JSON', { content: '{"a":"the \\"key\\" one"}' }, { keys: ['the "key" one'] }],
  ['an address after a line break', { content: 'from\n10.1.2.3' }],
  ['a number that is a name', { id: 12345678, n: '12345678' }, { privacy: true, user: '12345678' }],
  ['a field by its name', { 'api key': 'hunter2' }],
  ['a list of private values', { passwords: [['one'], { secret: 2 }] }],
  ['a list of private values in a text', { content: 'of\n{"passwords": [\n "one",\n "two"]}' }],
  ['a private field', { user: 'somebody', metadata: { email: 'me@example.com' } }, { privacy: true }],
  ['a key as the name of a field', { [KEY]: 1 }],
  ['a key in a long name of a field', { [`${'x'.repeat(60)} ${KEY}`]: 1 }],
  ['an image', { type: 'image', media_type: 'image/png', data: 'iVBORw0KGgoAAAANSUhEUg==' }],
  ['an image in a URL', { url: `data:image/png;base64,${'iVBORw0K'.repeat(20)}` }],
  ['bytes', { input: new Uint8Array(3) }],
  ['an object with toJSON', { toJSON: () => ({ password: 'hunter2' }) }],
  ['a list with toJSON', Object.assign([1], { toJSON: () => 2 })],
  ['a boxed string', { password: new String('hunter2') }],
  [
    'an object of a class of its own',
    new (class Own {
      secret = 'x';
    })(),
  ],
  ['a function', { call: Object.assign(() => 1, { toJSON: () => 'x' }) }],
  ['a value that is too deep', deep(101)],
  ['more values than are read', Array.from({ length: 200_001 }, () => 1), { limit: 4 * MIB }],
  ['more than may be kept', { content: LONG.repeat(10) }, { limit: 4096 }],
  ['a value that almost fills the limit', { content: 'é'.repeat(4000) }, { limit: 10_400 }],
];
test.each(HIDING.map(([what, value, options = {}]) => [what, value, options] as const))(
  'writes the JSON again for %s',
  (_what, value, options) => {
    const { json, written, anew } = recorded(value, options);
    expect(written).toBe(anew);
    expect(written).not.toBe(json);
  },
);

test('records a value that throws when it is read a second time', () => {
  let reads = 0;
  const value = {
    get content() {
      if (++reads > 1) throw new Error('read once');
      return 'hello';
    },
  };
  expect(recorded(value).written).toBe('{"content":"[unreadable]"}');
});

test('searches text of the JSON that is missing in the value as well', () => {
  const rules = new Privacy({ privacy: false, recordIp: true, redactHeaders: [] }, () => undefined).rulesFor({}, []);
  const json = JSON.stringify({ content: 'hello', metadata: { password: 'hunter2hunter2', note: KEY } });
  expect(contentText('providerRequestBody', new WrittenJson({ content: 'hello' }, json), MIB, rules)).toBe(
    '{"content":"hello"}',
  );
});

test('finds a key in a value that JSON cannot express but a record contains', () => {
  const value = { query: new URLSearchParams({ k: 'proxykeyofhouse' }) };
  expect(recorded(value, { keys: ['proxykeyofhouse'] }).written).not.toContain('proxykey');
});
