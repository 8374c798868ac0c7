import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { curlCommand, quoted } from '../../grafana-plugin/src/request/content/code/curl.ts';
import { sdkCode } from '../../grafana-plugin/src/request/content/code/sdk-code.ts';
import { sentRequest, type RecordedRequest } from '../../grafana-plugin/src/request/content/code/sent-request.ts';

const SAMPLES = 200;
const SEED = Date.now();

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tokentrail-curl-'));
  // Writes each argument and the standard input to a file, each followed by a NUL.
  writeFileSync(
    path.join(folder, 'curl'),
    '#!/bin/sh\nprintf \'%s\\0\' "$@" > "$OUT/arguments-$N"\ncat > "$OUT/body-$N"\n',
    { mode: 0o755 },
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Passed {
  arguments: string[];
  body: string;
}

/** What curl gets from each command when a shell runs them. */
function runAll(commands: readonly string[]): Passed[] {
  execFileSync('sh', ['-s'], {
    input: commands.map((command, number) => `N=${number}; export N\n${command}`).join('\n'),
    env: { PATH: `${folder}:/usr/bin:/bin`, OUT: folder, OPENAI_API_KEY: 'the key', BASE_URL: 'http://base' },
    cwd: folder,
  });
  return commands.map((_, number) => ({
    arguments: readFileSync(path.join(folder, `arguments-${number}`), 'utf8')
      .split('\0')
      .slice(0, -1),
    body: readFileSync(path.join(folder, `body-${number}`), 'utf8'),
  }));
}

function run(command: string): Passed {
  return runAll([command])[0] ?? { arguments: [], body: '' };
}

const RECORDED: RecordedRequest = {
  method: 'POST',
  path: '/v1/chat/completions',
  apiFormat: 'openai.chat',
  host: 'llm.example.com',
  headersText: '{}',
  body: '{}',
};

function commandOf(recorded: Partial<RecordedRequest>): string {
  return curlCommand(sentRequest({ ...RECORDED, ...recorded })) ?? '';
}

/** Well-formed texts without NUL, with what a shell could misread. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        "'\\''",
        '"',
        '`id`',
        '$(touch pwned)',
        '${HOME}',
        '\\',
        '\n',
        '\r\n',
        '!!',
        '\t',
        ';',
        '|',
        '&&',
        '#',
        '*',
        '~',
        '%s',
        '%d',
        '--',
        '@file',
        '\u202E',
        '\u0001',
        "';touch pwned;'",
      ),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\0', '').toWellFormed());

const samplesOf = <T>(texts: fc.Arbitrary<T>) => fc.sample(texts, { numRuns: SAMPLES, seed: SEED });

test(`a shell passes exactly the recorded body, of ${SAMPLES} hostile ones (seed ${SEED})`, () => {
  const bodies = ['-n', "'", '\\c', '', '{"id":12345678901234567890,"n":1.10,"a":1,"a":2}', ...samplesOf(hostile)];
  expect(runAll(bodies.map((body) => commandOf({ body }))).map(({ body }) => body)).toEqual(bodies);
});

test('a body of a megabyte is not too long for a shell', () => {
  const body = JSON.stringify({ text: "it's ".repeat(200_000) });
  expect(run(commandOf({ body })).body).toBe(body);
});

test('a shell passes exactly the recorded headers, path and host', () => {
  const visible = hostile.map((text) => text.replaceAll(/[\r\n]+/g, ' ').replaceAll('***', '*'));
  const texts = samplesOf(fc.tuple(visible, visible));
  const passed = runAll(
    texts.map(([value, rest]) =>
      commandOf({ headersText: JSON.stringify({ 'x-own': `v${value}` }), path: `/${rest}` }),
    ),
  );
  for (const [number, [value, rest]] of texts.entries()) {
    expect(passed[number]?.arguments).toContain(`https://llm.example.com/${rest}`);
    expect(passed[number]?.arguments).toContain(`x-own: v${value}`);
  }
});

test('sends the key of a variable in place of everything that authenticates', () => {
  const secret = 's3cret-value';
  const names = [
    'authorization',
    'Cookie',
    'x-api-key',
    'api-key',
    'x-goog-api-key',
    'x-auth-token',
    'x-amz-security-token',
    'proxy-authorization',
    'x-session-id',
    'x-signature',
  ];
  const headersText = JSON.stringify({
    ...Object.fromEntries(names.map((name) => [name, secret])),
    'x-other': 'Bearer ***',
  });
  const command = commandOf({ headersText });
  expect(command).not.toContain(secret);
  expect(command).not.toContain('***');
  expect(command).not.toContain('the key');
  expect(run(command).arguments).toEqual([
    'https://llm.example.com/v1/chat/completions',
    '--request',
    'POST',
    '--header',
    'content-type: application/json',
    '--header',
    'Authorization: Bearer the key',
    '--data-binary',
    '@-',
  ]);
});

test('leaves out headers of the connection, and keeps the others', () => {
  const headersText = JSON.stringify({
    host: 'a',
    'content-length': '3',
    'Content-Type': 'text/x',
    'openai-beta': ['a', 'b'],
  });
  expect(run(commandOf({ headersText })).arguments.filter((one) => one.includes(':'))).toEqual([
    'https://llm.example.com/v1/chat/completions',
    'Content-Type: text/x',
    'openai-beta: a',
    'openai-beta: b',
    'Authorization: Bearer the key',
  ]);
});

test('names a variable for a host that was not recorded', () => {
  expect(run(commandOf({ host: null, path: "/it's" })).arguments[0]).toBe("http://base/it's");
});

test.each([
  ['anthropic.messages', 'x-api-key: ', 'ANTHROPIC_API_KEY', '/v1/messages'],
  ['gemini.generate_content', 'x-goog-api-key: ', 'GEMINI_API_KEY', '/v1beta/models/gemini-2:generateContent'],
])('authenticates as %s does, at its path', (apiFormat, header, variable, end) => {
  const command = commandOf({ apiFormat, path: null, body: '{"model":"models/gemini-2"}' });
  expect(command).toContain(`'${header}'"$${variable}"`);
  expect(command).toContain(`${end}'`);
});

test('has no command for a text that no shell can pass on', () => {
  expect(curlCommand(sentRequest({ ...RECORDED, body: 'a\0b' }))).toBeNull();
});

test('quotes a single quote', () => {
  expect(quoted("it's")).toBe(String.raw`'it'\''s'`);
});

const hostileObjects = fc.dictionary(
  fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'a b', '"', '\u202E', '${x}', "'"),
    fc.string({ unit: 'binary' }),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

const python = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

(python ? test : test.skip)('a Python program passes exactly the recorded values (needs python3)', () => {
  const bodies = fc.sample(hostileObjects, { numRuns: 60, seed: 7 }).map((body) => JSON.stringify(body));
  const calls = bodies.map(
    (body) => /create(\([\s\S]*\))\n$/.exec(sdkCode('openai.chat', body, 'python') ?? '')?.[1] ?? '',
  );
  const program = `import json\ndef create(**body): return body\nprint(json.dumps([${calls.map((call) => `create${call}`).join(',\n')}]))`;
  const printed = execFileSync('python3', ['-c', program], { encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual(bodies.map((body) => JSON.parse(body) as unknown));
});
