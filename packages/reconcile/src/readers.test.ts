// Files as they come: forms, line ends, byte order marks, numbers with all digits, and errors that name the file and the line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDecimal } from '@tokentrail/pricing/decimal';
import { readDecimal } from './amounts.ts';
import { mappedFormat, readColumnMap } from './formats/column-map.ts';
import { openaiLineItem } from './names/openai-line-items.ts';
import { AWS, AZURE, GOOGLE } from './names/vocabularies.ts';
import { ModelNames } from './names/models.ts';
import { namedUsage } from './names/words.ts';
import { read } from './testing/setup.ts';

test.each([
  ['0.041237500000000000000000000001', '0.041237500000000000000000000001'],
  ['-1.2E-05', '-0.000012'],
  ['5e3', '5000'],
  ['.5', '0.5'],
  ['3.0', '3'],
  ['+7', '7'],
])('the text %s is exactly %s', (text, expected) => {
  const value = readDecimal(text);
  expect(value && formatDecimal(value)).toBe(expected);
});

test.each(['', 'abc', '1,5', '$5', 'NaN', 'Infinity', '0x10', '1e9999'])('the text "%s" is no number', (text) => {
  expect(readDecimal(text)).toBeNull();
});

const COSTS = (value: string) =>
  `{"object":"page","data":[\n{"object":"bucket","start_time":1790812800,"end_time":1790899200,"results":[\n{"object":"organization.costs.result","amount":{"value":${value},"currency":"usd"},"line_item":"gpt-5.5-2026-04-23, cached input","project_id":null,"api_key_id":null,"quantity":82475,"quantity_unit":"tokens"}]}],"has_more":true,"next_page":"p2"}`;

test('a JSON number keeps all its digits, and a page that is not the last is reported', async () => {
  const { lines, report } = await read('costs.json', COSTS('0.100000000000000000000000000001'));
  expect(lines.map((line) => line.amount && formatDecimal(line.amount))).toEqual(['0.100000000000000000000000000001']);
  expect(lines[0]).toMatchObject({ kind: 'cached', model: 'gpt-5.5-2026-04-23', tier: 'standard', key: null, row: 3 });
  expect(report).toMatchObject({ format: 'OpenAI costs (API)', rows: 1, incomplete: true });
});

test('pages may be one value a line, with an empty page among them', async () => {
  const pages = [
    '{"object":"page","data":[],"has_more":true}',
    COSTS('"0.5"').replaceAll('\n', ''),
    COSTS('-1').replaceAll('\n', ''),
  ];
  const { lines, report } = await read('costs.jsonl', `\uFEFF${pages.join('\r\n')}\r\n`);
  expect(lines.map(({ row }) => row)).toEqual([2, 3]);
  expect(report.rows).toBe(2);
});

test.each([
  ['costs.json', COSTS('"a lot"'), 'costs.json:3 "a lot" (amount.value or amount_value) is not a decimal number'],
  [
    'costs.json',
    COSTS('1').replace('1790812800', '"soon"'),
    'costs.json:3 "soon" (start_time or start_time_iso) is not a time',
  ],
  ['broken.json', `${COSTS('1')}}`, /^broken\.json:3 is not valid JSON: /],
  ['twice.json', '{"a": 1,\n"a": 2}', 'twice.json:2 names "a" twice in one object'],
  ['other.json', '{"hello": "world"}', /^other\.json:1 is JSON of an unknown export; known are OpenAI costs \(API\), /],
  ['deep.json', '['.repeat(200), 'deep.json:1 has more than 50 levels'],
  ['empty.csv', '', 'empty.csv is empty'],
  ['x.parquet', 'PAR1abc', 'x.parquet is a Parquet file; export CSV, or convert it to CSV'],
  ['x.zip', 'PK\u0003\u0004abc', 'x.zip is a ZIP archive; unpack it and name the files in it'],
  [
    'other.csv',
    'a,b\n1,2\n',
    /^other\.csv:1 is CSV of an unknown export \(columns a, b\); write a column map for it\./,
  ],
  [
    'short.csv',
    'usage_date_utc,model,token_type,cost_usd\n2026-10-01,x\n',
    'short.csv:2 has 2 fields, the header has 4',
  ],
  [
    'open.csv',
    'usage_date_utc,model,token_type,cost_usd\n2026-10-01,"x,output,1\n',
    /^open\.csv:\d is not valid CSV: /,
  ],
  [
    'type.csv',
    'usage_date_utc,model,token_type,cost_usd\n2026-10-01,x,dreams,1\n',
    'type.csv:2 has the unknown type dreams; this version cannot read it',
  ],
  [
    'code.json',
    '{"data":[{"date":"2026-10-01","model_breakdown":[]}]}',
    'code.json:1 is the Claude Code report, which has estimates; export the cost report instead',
  ],
])('%s is refused with its line', async (name, content, message) => {
  await expect(read(name, content)).rejects.toThrow(message);
});

test('an OpenAI file without data has only the columns of time', async () => {
  const { lines } = await read(
    'cost.csv',
    'start_time,end_time,start_time_iso,end_time_iso\n1790812800,1790899200,a,b\n',
  );
  expect(lines).toEqual([]);
});

test('analytics reports of Anthropic are read from their groups', async () => {
  const at = '"starting_at":"2026-10-01T00:00:00Z","ending_at":"2026-10-02T00:00:00Z"';
  const group = '"group":{"api_key_id":"apikey_01","model":"claude-sonnet-4-6","service_tier":"standard"}';
  const usage = await read(
    'usage.json',
    `{"data":[{${at},${group},"usage":{"uncached_input_tokens":900,"output_tokens":310,"requests":4}}]}`,
  );
  expect(usage.lines.map(({ kind, key, quantity }) => [kind, key, quantity?.units])).toEqual([
    ['input', 'apikey_01', 900n],
    ['output', 'apikey_01', 310n],
    ['request', 'apikey_01', 4n],
  ]);
  const cost = await read(
    'cost.json',
    `{"data":[{${at},${group},"amount":"412.375","list_amount":"500","requests":4}]}`,
  );
  expect(cost.lines.map(({ kind, amount }) => [kind, amount && formatDecimal(amount)])).toEqual([['all', '4.12375']]);
});

test.each([
  [AZURE, 'gpt 4.1 cached Inp glbl Tokens', { model: 'gpt 4.1', tier: null, kind: 'cached' }],
  [AZURE, 'gpt 4o mini Batch Outp regnl Tokens', { model: 'gpt 4o mini', tier: 'batch', kind: 'output' }],
  [AZURE, 'gpt 5 PP Inpt DZ Tokens', { model: 'gpt 5', tier: 'priority', kind: 'input' }],
  [
    AWS,
    'Claude4.6Sonnet-cache-read-input-token-count-batch',
    { model: 'claude 4.6 sonnet', tier: 'batch', kind: 'cached' },
  ],
  [AWS, 'CacheWrite1hInputTokenCount_Global-Units', { model: null, tier: null, kind: 'written_1h' }],
  [
    AWS,
    'Claude4.6Sonnet-mantle-cache-write-tokens-standard',
    { model: 'claude 4.6 sonnet', tier: 'standard', kind: 'written' },
  ],
  [
    GOOGLE,
    'Generate content cached input token count gemini 3.5 flash text',
    { model: 'gemini 3.5 flash', tier: null, kind: 'cached' },
  ],
  [
    GOOGLE,
    'Generate_content text output token count for gemini 3 flash',
    { model: 'gemini 3 flash', tier: null, kind: 'output' },
  ],
  [GOOGLE, 'Compute Engine core', null],
])('words of a SKU: %#', (vocabulary, text, expected) => {
  expect(namedUsage(text, vocabulary)).toEqual(expected);
});

test.each([
  ['priority | gpt-5.5, input', { model: 'gpt-5.5', tier: 'priority', kind: 'input' }],
  ['gpt-5.5-2026-04-23, cached input, long context', { model: 'gpt-5.5-2026-04-23', tier: 'standard', kind: 'cached' }],
  ['gpt-audio audio, input', { model: 'gpt-audio', tier: 'standard', kind: 'input' }],
  ['ft-gpt-4.1:acme, input', { model: 'ft-gpt-4.1:acme', tier: 'standard', kind: 'input' }],
  ['web search tool calls', { model: null, tier: null, kind: 'tool' }],
  ['Vector storage', { model: null, tier: null, kind: 'other' }],
  ['shiny new thing', null],
])('the line item "%s"', (text, expected) => {
  expect(openaiLineItem(text)).toEqual(expected);
});

test('names mean the same model by their words and date, and never by a guess', () => {
  const ledger = new Set(['claude-sonnet-4-6', 'gpt-4o-2024-08-06', 'gpt-4o-2024-11-20', 'gpt-4.1', 'gemini-3-flash']);
  const names = [
    'Claude Sonnet 4.6',
    'us.anthropic.claude-sonnet-4-6-v1:0',
    'gpt 4o',
    'gpt-4.1-2025-04-14',
    'gpt-4.1-mini',
    'gemini 3.5 flash',
    'ours',
  ];
  const models = new ModelNames(ledger, new Set(names), { ours: 'gemini-3-flash' });
  expect(names.map((name) => models.exportModel(name))).toEqual([
    'claude-sonnet-4-6',
    'claude-sonnet-4-6',
    'gpt 4o',
    'gpt-4.1',
    null,
    null,
    'gemini-3-flash',
  ]);
  expect(models.ledgerModel('gpt-4o-2024-08-06')).toBe('gpt 4o');
});

test.each([
  ['columns: {}', 'columns: "from" is missing: the column with the day or the start'],
  ['columns: { from: d }', 'has neither columns.amount nor a quantity'],
  ['columns: { from: d, amout: a }', 'columns: "amout" is unknown; known are from, '],
  ['colums: { from: d }', 'has the unknown key "colums"; known are provider, '],
  ['columns: { from: d, amount: a, kind: k }\nkinds: { x: inputs }', '"inputs" is no kind; kinds are input, '],
  ['columns: [', 'map.yaml '],
])('a wrong column map says what is wrong: %#', (text, message) => {
  expect(() => readColumnMap('map.yaml', `provider: acme\n${text}`)).toThrow(message);
});

test('a column map reads counts of several columns, two decimals and words of kinds', async () => {
  const map =
    'provider: acme\ncolumns: { from: day, model: m, amount: usd }\nquantities: { input: in, output: out }\ndecimals: 2\n';
  const { lines } = await read(
    'acme.csv',
    'day,m,usd,in,out\n10/05/2026,x,1.23,10,20\n',
    mappedFormat(readColumnMap('map.yaml', map)),
  );
  expect(
    lines.map(({ kind, quantity, within, from }) => [kind, quantity?.units ?? null, formatDecimal(within), from]),
  ).toEqual([
    ['all', null, '0.005', Date.UTC(2026, 9, 5)],
    ['input', 10n, '0', Date.UTC(2026, 9, 5)],
    ['output', 20n, '0', Date.UTC(2026, 9, 5)],
  ]);
});

test('the column maps of docs/reconcile.md read the files that it names', async () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/reconcile.md'), 'utf8');
  const [costs = '', counts = ''] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => text ?? '');
  const day = '2026-10-05T00:00:00+08:00,2026-10-06T00:00:00+08:00';
  const cost = await read(
    'cost.csv',
    `user_id,start_time_iso,end_time_iso,model,wallet_type,cost,currency\nu1,${day},deepseek-chat,paid,0.1302,USD\n`,
    mappedFormat(readColumnMap('map.yaml', costs)),
  );
  expect(cost.lines.map(({ kind, amount }) => [kind, amount && formatDecimal(amount)])).toEqual([['all', '0.1302']]);
  const amount = await read(
    'amount.csv',
    `user_id,start_time_iso,end_time_iso,model,api_key_name,api_key,type,price,amount\nu1,${day},deepseek-chat,prod,sk-b6d90****52b1,output_tokens,0.00000042,310\nu1,${day},deepseek-chat,prod,sk-b6d90****52b1,request_count,,4\n`,
    mappedFormat(readColumnMap('map.yaml', counts)),
  );
  expect(amount.lines.map((line) => [line.kind, line.key, line.quantity?.units])).toEqual([
    ['output', 'sk-b6d90****52b1', 310n],
    ['request', 'sk-b6d90****52b1', 4n],
  ]);
});
