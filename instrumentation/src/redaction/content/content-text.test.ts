import { Privacy } from './privacy.ts';
import type { ContentKey } from '../../types.ts';
import { contentText as contentTextOf } from './content-text.ts';
import { cutText } from './cut-text.ts';

const KEY = 'sk-proj-abcdefghijklmnopqrstuvwxyz';
const MIB = 1024 * 1024;

function contentText(
  key: ContentKey,
  value: unknown,
  { keys = [] as string[], limit = MIB, redactHeaders = [] as string[] } = {},
) {
  const privacy = new Privacy({ privacy: false, recordIp: true, redactHeaders }, () => undefined);
  return contentTextOf(key, value, limit, privacy.rulesFor({}, keys));
}

function json(value: unknown, limit = MIB): unknown {
  const text = contentText('providerRequestBody', value, { limit })!;
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
  return JSON.parse(text);
}

/** CPU time of this process since `before`, so that other processes on the machine do not count. */
function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

test('records an object as JSON and a text unchanged, both without keys', () => {
  expect(contentText('inputMessages', [{ role: 'user', content: KEY }])).toBe('[{"role":"user","content":"***"}]');
  expect(contentText('providerResponseBody', `data: ${KEY}`)).toBe('data: ***');
  expect(contentText('clientRequestHeaders', { 'X-Own': 'v' }, { redactHeaders: ['x-own'] })).toBe('{"x-own":"***"}');
});

test('writes values without secrets like JSON.stringify', () => {
  const body = {
    model: 'gpt-4o',
    messages: [{ role: 'user', content: 'a "quoted"\nline \\ ä 漢 \u2028 \ud83d\ude00 \ud800' }],
    n: 1.5e-7,
    missing: undefined,
    none: null,
    yes: true,
    list: [undefined, NaN, () => 1, -0, 1e21],
    at: new Date(0),
    url: new URL('https://h/x'),
    empty: {},
    ' odd "name"': [],
  };
  expect(contentText('providerRequestBody', body)).toBe(JSON.stringify(body));
});

test('leaves out empty content', () => {
  for (const nothing of [undefined, null, () => 1, Symbol('s')]) {
    expect(contentText('inputMessages', nothing)).toBeUndefined();
  }
});

test('redacts a field by its name for any form of value', () => {
  const body = {
    password: 'hunter2',
    api_key: 'plain words',
    passwords: ['one', { secret: 'two' }],
    pin: { passwd: 1234 },
    token: 'f3c9a1d7e5b2',
    arguments: '{"db":{"password":"hunter2"}}',
    [`${KEY}`]: 'as a name',
  };
  expect(json(body)).toEqual({
    password: '***',
    api_key: '***',
    passwords: ['***', { secret: '***' }],
    pin: { passwd: '***' },
    token: '***',
    arguments: '{"db":{"password":"***"}}',
    '***': 'as a name',
  });
});

test('keeps what only sounds like a credential: schemas, logprobs, numbers of tokens, page tokens of lists', () => {
  const body = {
    max_tokens: 100,
    tools: [{ parameters: { properties: { password: { type: 'string' }, token: { description: 'of the session' } } } }],
    logprobs: [{ token: 'international12', logprob: -0.1, bytes: [1] }],
    next_page_token: 'f3c9a1d7e5b2f3c9',
    token: 'word',
    signature: 'ErUBCkYIBRgCIkDL',
    id: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
    digest: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    prose: Buffer.from(
      'It was a bright cold day in April, and the clocks were striking thirteen. '.repeat(20),
    ).toString('base64'),
  };
  expect(contentText('providerRequestBody', body)).toBe(JSON.stringify(body));
  expect(contentText('providerRequestBody', JSON.stringify(body))).toBe(JSON.stringify(body));
});

describe('for any value, nothing throws and no stream is read', () => {
  test('circles, big integers, getters and methods that throw', () => {
    const circle: Record<string, unknown> = { name: 'c' };
    circle.self = [circle];
    expect(json(circle)).toEqual({ name: 'c', self: ['[circular]'] });
    const twice = { a: 1 };
    expect(json([twice, twice])).toEqual([twice, twice]);
    const hostile = {
      big: 12345678901234567890n,
      get broken() {
        throw new Error('no');
      },
      json: {
        toJSON() {
          throw new Error('no');
        },
      },
      proxy: new Proxy(
        {},
        {
          ownKeys: () => {
            throw new Error('no');
          },
          get: () => {
            throw new Error('no');
          },
        },
      ),
      fine: 1,
    };
    expect(json(hostile)).toEqual({
      big: '12345678901234567890',
      broken: '[unreadable]',
      json: '[unreadable]',
      proxy: '[unreadable]',
      fine: 1,
    });
  });

  test('records streams, forms, files and bytes by kind and size', () => {
    const stream = new ReadableStream(
      {
        pull: () => {
          throw new Error('read');
        },
      },
      { highWaterMark: 0 },
    );
    const form = new FormData();
    form.set('file', new Blob([KEY]));
    const body = {
      stream,
      form,
      blob: new Blob(['12345'], { type: 'image/png' }),
      bytes: Buffer.from('abc'),
      floats: new Float32Array(4),
      buffer: new ArrayBuffer(7),
      query: new URLSearchParams({ key: 'hunter2', q: 'x' }),
      async *chunks() {
        yield await Promise.resolve(1);
      },
      iterator: (async function* () {
        yield await Promise.reject(new Error('read'));
      })(),
    };
    expect(json(body)).toEqual({
      stream: '[stream]',
      form: '[form]',
      blob: '[image/png, 5 bytes]',
      bytes: '[3 bytes]',
      floats: '[16 bytes]',
      buffer: '[7 bytes]',
      query: '?key=***&q=x',
      iterator: '[stream]',
    });
    expect(stream.locked).toBe(false);
    expect(contentText('providerRequestBody', stream)).toBe('"[stream]"');
    expect(contentText('providerRequestBody', Buffer.from(KEY))).toBe('"[34 bytes]"');
  });

  test('bounds depth and length', () => {
    let deep: unknown = 'bottom';
    for (let i = 0; i < 10_000; i++) deep = [deep];
    expect(contentText('providerRequestBody', deep)).toMatch(/^\[{100}"\[too deep\]"\]{100}$/);
    const list = Array.from({ length: 5_000_000 }, (_, i) => i);
    const before = process.cpuUsage();
    const long = json({ list, model: 'm' }) as { list: unknown[] };
    expect(cpuMs(before)).toBeLessThan(2000);
    expect(long).toMatchObject({ model: 'm', '[cut]': { originalBytesAtLeast: expect.any(Number) as number } });
    expect(long.list.at(-1)).toMatch(/^\[cut: \d+ of 5000000\]$/);
  });
});

describe('replaces images, audio and files by type and size before anything is cut', () => {
  const image = Buffer.alloc(3_000_000, 7).toString('base64');
  const parts = {
    openai: { type: 'image_url', image_url: { url: `data:image/png;base64,${image}` } },
    audio: { type: 'input_audio', input_audio: { data: image, format: 'wav' } },
    file: { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${image}` } },
    anthropic: { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: image } },
    gemini: { inlineData: { mimeType: 'image/webp', data: image } },
    made: { b64_json: image },
    tiny: { source: { media_type: 'image/gif', data: 'R0lGODlhAQABAAAAACw=' } },
    markdown: `look: ![x](data:image/png;base64,${image}) and more`,
    after: 'kept',
  };
  const reported = {
    openai: { type: 'image_url', image_url: { url: '[image/png, 3000000 bytes]' } },
    audio: { type: 'input_audio', input_audio: { data: '[wav, 3000000 bytes]', format: 'wav' } },
    file: { type: 'file', file: { filename: 'a.pdf', file_data: '[application/pdf, 3000000 bytes]' } },
    anthropic: {
      type: 'image',
      source: { type: 'base64', media_type: 'image/jpeg', data: '[image/jpeg, 3000000 bytes]' },
    },
    gemini: { inlineData: { mimeType: 'image/webp', data: '[image/webp, 3000000 bytes]' } },
    made: { b64_json: '[3000000 bytes]' },
    tiny: { source: { media_type: 'image/gif', data: '[image/gif, 14 bytes]' } },
    markdown: 'look: ![x]([image/png, 3000000 bytes]) and more',
    after: 'kept',
  };

  test('in values', () => {
    expect(json(parts)).toEqual(reported);
  });

  test('in a text that is JSON', () => {
    expect(JSON.parse(contentText('clientRequestBody', JSON.stringify(parts, null, 1))!)).toEqual(reported);
  });
});

describe('JSON that is too long', () => {
  const messages = Array.from({ length: 20 }, (_, i) => ({ role: 'user', content: `${i} ${'ä"\n'.repeat(3000)}` }));
  const body = { model: 'gpt-4o', messages, usage: { total_tokens: 5 } };

  test.each([
    ['a value', body],
    ['a text', JSON.stringify(body)],
  ])('%s: cuts long strings first, keeps everything else and records the original size', (_name, original) => {
    const cut = json(original, 20_000) as typeof body & { '[cut]': { originalBytes: number } };
    expect(cut.messages).toHaveLength(20);
    expect(cut).toMatchObject({ model: 'gpt-4o', usage: { total_tokens: 5 } });
    expect(cut['[cut]'].originalBytes).toBeGreaterThan(240_000);
    for (const { content } of cut.messages) expect(content).toMatch(/^\d+ ä[^]*… \[cut: 12\d\d\d bytes\]$/);
    expect(Buffer.byteLength(JSON.stringify(cut))).toBeGreaterThan(8_000);
  });

  test('leaves out the ends of lists if cutting strings is not enough', () => {
    const data = Array.from({ length: 2000 }, (_, i) => ({ index: i, embedding: [i / 7, i / 3] }));
    const cut = json({ object: 'list', data, model: 'm', usage: { total: 1 } }, 10_000) as { data: unknown[] };
    expect(cut).toMatchObject({ object: 'list', model: 'm', usage: { total: 1 } });
    expect(cut.data[0]).toEqual({ index: 0, embedding: [0, 0] });
    expect(cut.data.at(-1)).toMatch(/^\[cut: \d+ of 2000\]$/);
    expect(cut.data.length).toBeGreaterThan(100);
  });

  test('keeps lists, texts and objects of any length valid JSON under any limit', () => {
    const values = [
      ['x"'.repeat(100_000)],
      Array.from({ length: 10_000 }, () => 'word'),
      Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`field ${i}`, i])),
      [[['x'.repeat(50_000)], 'y'.repeat(50_000)], { a: { b: 'ä'.repeat(50_000) } }],
      messages,
    ];
    for (const value of values) {
      for (let limit = 1024; limit <= 100_000; limit = Math.floor(limit * 1.7)) json(value, limit);
    }
  });

  test('limits metadata to 16 KiB', () => {
    const text = contentText('metadata', { a: 'x'.repeat(100_000), b: 1 })!;
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16 * 1024);
    expect(JSON.parse(text)).toMatchObject({ b: 1, '[cut]': { originalBytes: 100_014 } });
  });
});

test('ends plain text that is too long with a mark and without half a character', () => {
  const short = cutText('ä'.repeat(1000), 300);
  expect(short).toMatch(/^ä+\n\[cut: 300 of 2000 bytes\]$/);
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(300);
});

test('removes a key before a cut could halve it', () => {
  const text = `${'x'.repeat(1_048_560 - 20)} ${KEY} ${'x'.repeat(200)}`;
  expect(contentText('providerResponseBody', text)).not.toMatch(/sk-proj/);
  expect(contentText('providerResponseBody', { text })).not.toMatch(/sk-proj/);
});

test('keeps no half of a key at the end of the searched part, after any number of other keys', () => {
  const keys = `${KEY} `.repeat(2000);
  const text = `${keys}${'x'.repeat(1024 * 1024 + 16 * 1024 - keys.length - 20)} ${KEY} ${'x'.repeat(100)}`;
  expect(contentText('providerResponseBody', text)).not.toMatch(/sk-proj/);
  expect(contentText('providerResponseBody', { text })).not.toMatch(/sk-proj/);
});

test('searches only the part of a huge body that can be kept', () => {
  const body = { key: KEY, text: 'x"\n'.repeat(7_000_000), end: KEY };
  const before = process.cpuUsage();
  const cut = json(body);
  expect(cpuMs(before)).toBeLessThan(1500);
  expect(cut).toMatchObject({ key: '***', end: '***', '[cut]': { originalBytes: 21_000_097 } });
});

test('removes keys of the call of any shape from bodies and headers', () => {
  const key = 'Zt5qW8xN"2mB7cV4k/+';
  const body = { error: { message: `Incorrect API key provided: ${key}, ${encodeURIComponent(key)}.` } };
  const keys = [key, 'short'];
  const expected = '{"error":{"message":"Incorrect API key provided: ***, ***."}}';
  expect(contentText('errorDetails', body, { keys })).toBe(expected);
  expect(contentText('errorDetails', JSON.stringify(body), { keys })).toBe(expected);
  expect(contentText('providerResponseHeaders', { 'x-echo': `of ${key}, short` }, { keys })).toBe(
    '{"x-echo":"of ***, short"}',
  );
});
