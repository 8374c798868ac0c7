import { Control } from '../control.ts';
import { landingRow, startTestStore, type TestStore } from './test-store.ts';

let store: TestStore;
let control: Control;
beforeAll(async () => {
  [store, control] = await Promise.all([startTestStore('ledger'), Control.start()]);
  await store.insert('tokentrail_ledger.landing', [landingRow(1)]);
}, 60_000);
afterAll(() => Promise.all([store.end(), control.stop()]));

const LONG = 'a'.repeat(60_000);

/** Statements whose cost within one call is the product of two lengths. */
const PRODUCTS: Record<string, [sql: string, code: string]> = {
  'position of a long text in a long text': [
    "SELECT position(repeat(repeat('a',1000),10000), concat(repeat('a',60000),'b'))",
    '36',
  ],
  repeat: ["SELECT repeat('a', 1000000000)", '497'],
  'position of a long literal': [`SELECT position(concat('${LONG}', '${LONG}'), '${LONG}b')`, '36'],
  'position of a column': ['SELECT position(trace_id, span_id) FROM usage_records', '36'],
  'position of an alias': ["WITH concat('a', 'b') AS n SELECT position(trace_id, n) FROM usage_records", '36'],
  positionCaseInsensitiveUTF8: [`SELECT positionCaseInsensitiveUTF8('a', concat('${LONG}', 'b'))`, '36'],
  countSubstrings: [`SELECT countSubstrings('${LONG}', '${LONG}')`, '36'],
  multiSearchAny: [`SELECT multiSearchAny('${LONG}', splitByChar(',', 'a,b'))`, '36'],
  'multiSearchAny of many': [`SELECT multiSearchAny('a', [${"'abcdefghij', ".repeat(500)}'x'])`, '36'],
  'LIKE with a column': ['SELECT trace_id LIKE span_id FROM usage_records', '36'],
  'LIKE with many wildcards': [`SELECT trace_id LIKE '${'%a_b'.repeat(100)}' FROM usage_records`, '36'],
  'ILIKE with many wildcards as a parameter': ['SELECT trace_id ILIKE {p:String} FROM usage_records', '36'],
  'a pattern that repeats': ["SELECT match(trace_id, '(a{1000}){1000}b') FROM usage_records", '36'],
  'a long pattern': [`SELECT extract(trace_id, '${'(a|b)*'.repeat(200)}') FROM usage_records`, '36'],
  'a pattern from data': ['SELECT match(trace_id, span_id) FROM usage_records', '36'],
  'a long replacement': [`SELECT replaceAll('${LONG}', 'a', '${LONG}')`, '36'],
  'a replacement from data': ["SELECT replaceOne(trace_id, 'a', span_id) FROM usage_records", '36'],
  'a long replacement of a pattern': [`SELECT replaceRegexpAll('${LONG}', 'a', '${LONG}')`, '36'],
  'leftPad to a gigabyte': ["SELECT leftPad('a', 1000000000)", '36'],
  'rightPad to what data say': ['SELECT rightPad(trace_id, duration_ns) FROM usage_records', '36'],
  'a fixed string of a gigabyte': ["SELECT toFixedString('a', 1000000000)", '36'],
  'a format of many places': [`SELECT format('${'{0}'.repeat(20_000)}', '${LONG}')`, '36'],
  'a long separator': [`SELECT arrayStringConcat(['a', 'b'], '${LONG}')`, '36'],
  'hasAny of two lists from data': [
    'SELECT hasAny((SELECT groupArray(trace_id) FROM usage_records), finish_reasons) FROM usage_records',
    '36',
  ],
  'hasAll of two lists from data': ['SELECT hasAll(finish_reasons, finish_reasons) FROM usage_records', '36'],
  'has of a list and a value from data': [
    'SELECT has((SELECT groupArray(trace_id) FROM usage_records), trace_id) FROM usage_records',
    '36',
  ],
  'indexOf of a list and a value from data': ['SELECT indexOf(finish_reasons, trace_id) FROM usage_records', '36'],
};

test.each(Object.entries(PRODUCTS))(
  'a statement with a product of lengths is refused before it runs: %s',
  async (_what, [sql, code]) => {
    const asked = store.ask(sql, { parameters: { param_p: '%a'.repeat(100) } });
    expect(await control.timeOf(() => asked)).toBeLessThan(1_000);
    const response = await asked;
    expect([response.code, response.text.length < 1_000]).toEqual([code, true]);
    expect(response.text).toMatch(/Function \w+: |not served here/);
  },
);

test('aliases that grow tenfold four times are refused before names are resolved', async () => {
  const step = (from: number) => `concat(${Array(10).fill(`g${from}`).join(', ')}) AS g${from + 1}`;
  const sql = `WITH '${'a'.repeat(100_000)}' AS g0, ${[0, 1, 2, 3].map(step).join(', ')} SELECT length(g4)`;
  const response = await store.ask(sql);
  expect([response.code, response.text]).toEqual(['36', expect.stringContaining('aliases')]);
});

test('the queries of dashboards and of the search are served', async () => {
  const sql = `SELECT trace_id ILIKE {search:String} AS a, position(service_name, 'hop') AS b, match(state, '^succ(ess)?$') AS c,
    hasAny(finish_reasons, ['stop', 'length']) AS d, has(['success', 'failed'], state) AS e, leftPad('7', 2, '0') AS f,
    replaceRegexpAll(service_name, 'o', '0') AS g, splitByChar('/', 'a/b')[2] AS h, format('{} of {}', 'a', 'b') AS i,
    has({list:Array(String)}, state) AS j, endpoint LIKE '%\\\\_%' AS k
    FROM usage_records`;
  const search = `%${Array.from({ length: 40 }, (_, n) => `w\\_\\%${n}`).join('%')}%`.replaceAll('\\', '\\\\');
  const parameters = { param_search: search, param_list: "['success']" };
  await expect(store.ask(sql, { parameters })).resolves.toMatchObject({
    status: 200,
    text: `{"a":0,"b":"2","c":1,"d":0,"e":1,"f":"07","g":"sh0p","h":"b","i":"a of b","j":1,"k":null}\n`,
  });
});
