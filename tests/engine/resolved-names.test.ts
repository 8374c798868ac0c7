import { checkResolvedTables } from '../../packages/embedded-clickhouse/src/resolved-tables.ts';
import { landingRow, startTestStore, type TestStore } from './test-store.ts';

const SECRET = 'guess-me';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore('ledger');
  const attempts = JSON.stringify([JSON.stringify({ index: 0, provider: SECRET })]);
  await store.insert('tokentrail_ledger.landing', [landingRow(1, { 'tokentrail.attempts': attempts })]);
}, 60_000);
afterAll(() => store.end());

const KEY = '(start_time, trace_id, span_id, ver, attempts)';

/**
 * Statements that compare a guess (`GUESS`) with a table without a grant. `GUESS` is replaced by a right and by a wrong
 * value.
 */
const GUESSES: Record<string, string> = {
  'an alias in WITH': `WITH record_attempts AS foo SELECT (start_time, trace_id, span_id, ver, GUESS) IN foo FROM usage_records`,
  'an alias in the list':
    'SELECT record_attempts AS foo, (start_time, trace_id, span_id, ver, GUESS) IN foo FROM usage_records',
  'an alias of an alias': `WITH record_attempts AS a, a AS foo SELECT (start_time, trace_id, span_id, ver, GUESS) IN foo FROM usage_records`,
  'an alias of a qualified name': `WITH tokentrail_ledger.record_attempts AS foo SELECT (start_time, trace_id, span_id, ver, GUESS) IN foo FROM usage_records`,
  'an alias in backquotes':
    'WITH `record_attempts` AS `foo` SELECT (start_time, trace_id, span_id, ver, GUESS) IN `foo` FROM usage_records',
  'an alias in double quotes':
    'WITH "record_attempts" AS "foo" SELECT (start_time, trace_id, span_id, ver, GUESS) IN ("foo") FROM usage_records',
  'an alias with half of a suffix':
    'WITH record_attempts AS `foo (alias x` SELECT (start_time, trace_id, span_id, ver, GUESS) IN `foo (alias x` FROM usage_records',
  'an alias right of IN itself':
    'SELECT (start_time, trace_id, span_id, ver, GUESS) IN (record_attempts AS foo) FROM usage_records',
  'an alias of an outer query':
    'WITH record_attempts AS foo SELECT * FROM (SELECT (start_time, trace_id, span_id, ver, GUESS) IN foo FROM usage_records)',
  'an alias in WHERE':
    'WITH record_attempts AS foo SELECT 1 FROM usage_records WHERE (start_time, trace_id, span_id, ver, GUESS) IN foo',
  'an alias with NOT IN':
    'WITH record_attempts AS foo SELECT (start_time, trace_id, span_id, ver, GUESS) NOT IN foo FROM usage_records',
  'an alias with GLOBAL IN':
    'WITH record_attempts AS foo SELECT (start_time, trace_id, span_id, ver, GUESS) GLOBAL IN foo FROM usage_records',
  'in as a function':
    'WITH record_attempts AS foo SELECT in((start_time, trace_id, span_id, ver, GUESS), foo) FROM usage_records',
  'nullIn as a function':
    'WITH record_attempts AS foo SELECT nullIn((start_time, trace_id, span_id, ver, GUESS), foo) FROM usage_records',
  'notNullIn as a function':
    'SELECT notNullIn((start_time, trace_id, span_id, ver, GUESS), record_attempts) FROM usage_records',
  'globalIn as a function':
    'SELECT globalIn((start_time, trace_id, span_id, ver, GUESS), record_attempts) FROM usage_records',
  'inIgnoreSet as a function':
    'SELECT inIgnoreSet((start_time, trace_id, span_id, ver, GUESS), record_attempts) FROM usage_records',
  'IN in a lambda':
    'SELECT arrayMap(g -> (start_time, trace_id, span_id, ver, g) IN record_attempts, [GUESS]) FROM usage_records',
  'an alias in a lambda':
    'WITH record_attempts AS foo SELECT arrayExists(g -> (start_time, trace_id, span_id, ver, g) IN foo, [GUESS]) FROM usage_records',
  'IN in a window':
    'WITH record_attempts AS foo SELECT count() OVER (PARTITION BY (start_time, trace_id, span_id, ver, GUESS) IN foo) FROM usage_records',
  'IN in ARRAY JOIN':
    'WITH record_attempts AS foo SELECT x FROM usage_records ARRAY JOIN [(start_time, trace_id, span_id, ver, GUESS) IN foo] AS x',
  'IN in ORDER BY':
    'WITH record_attempts AS foo SELECT 1 FROM usage_records ORDER BY (start_time, trace_id, span_id, ver, GUESS) IN foo',
  'IN in a join':
    'WITH record_attempts AS foo SELECT 1 FROM usage_records AS a JOIN usage_records AS b ON (a.start_time, a.trace_id, a.span_id, a.ver, GUESS) IN foo',
  'IN as an argument of an aggregate':
    'WITH record_attempts AS foo SELECT countIf((start_time, trace_id, span_id, ver, GUESS) IN foo) FROM usage_records',
  'IN in a scalar subquery':
    'WITH record_attempts AS foo SELECT (SELECT any((start_time, trace_id, span_id, ver, GUESS) IN foo) FROM usage_records)',
  'a subquery of the table': `SELECT (start_time, trace_id, span_id, ver, GUESS) IN (SELECT ${KEY} FROM record_attempts) FROM usage_records`,
  'a subquery of an alias of the table': `WITH record_attempts AS foo SELECT (GUESS) IN (SELECT attempts FROM foo) FROM usage_records`,
  'a WITH query that reads the table':
    'WITH foo AS (SELECT attempts FROM record_attempts) SELECT GUESS IN foo FROM usage_records',
  'a join': 'SELECT count() FROM usage_records AS u JOIN record_attempts AS r ON r.attempts = GUESS',
  'a scalar subquery that throws':
    "SELECT accurateCast((SELECT any(attempts[1]) FROM record_attempts WHERE attempts = GUESS), 'UInt8')",
  'a view': 'SELECT count() FROM attempts WHERE [attempt] = GUESS',
  merge: "SELECT count() FROM merge('tokentrail_ledger', 'record_attempts') WHERE attempts = GUESS",
  'the table function view': 'SELECT * FROM view(SELECT count() FROM record_attempts WHERE attempts = GUESS)',
  remote: "SELECT count() FROM remote('127.0.0.1', tokentrail_ledger.record_attempts) WHERE attempts = GUESS",
  joinGet: "SELECT joinGet('tokentrail_ledger.record_attempts', 'attempts', GUESS)",
  dictGet: "SELECT dictGet('tokentrail_ledger.record_attempts', 'attempts', GUESS)",
  'a dictionary of the table': "SELECT dictHas('record_attempts', GUESS)",
  'the parts of the table': "SELECT count() FROM system.parts WHERE table = 'record_attempts' AND rows > length(GUESS)",
  'a name that is a parameter':
    'SELECT (start_time, trace_id, span_id, ver, GUESS) IN {t:Identifier} FROM usage_records',
  EXPLAIN: 'EXPLAIN SELECT count() FROM record_attempts WHERE attempts = GUESS',
  'EXPLAIN ESTIMATE in a subquery':
    'SELECT * FROM (EXPLAIN ESTIMATE SELECT * FROM record_attempts WHERE attempts = GUESS)',
  'a setting that filters':
    "SELECT 1 FROM usage_records SETTINGS additional_result_filter = '(SELECT count() FROM record_attempts) = 1'",
  'a recursive WITH':
    'WITH RECURSIVE foo AS (SELECT attempts FROM record_attempts UNION ALL SELECT attempts FROM foo) SELECT GUESS IN foo',
};

test.each(Object.entries(GUESSES))('a reader cannot test a guess by %s', async (_what, sql) => {
  const right = `['{"index":0,"provider":"${SECRET}"}']`;
  const ask = (guess: string) =>
    store.ask(sql.replaceAll('GUESS', guess), { parameters: { param_t: 'tokentrail_ledger.record_attempts' } });
  const responses = [await ask(right), await ask("['x']")];
  expect(responses.map(({ code }) => code)).toEqual(['497', '497']);
  expect(responses[0]?.text).not.toContain(SECRET);
});

test('a name that is not a table resolves to the WITH query, also right of IN', async () => {
  const sql = `WITH foo AS (SELECT trace_id FROM usage_records) SELECT trace_id IN foo AS x FROM usage_records`;
  await expect(store.rows(sql)).resolves.toEqual([{ x: 1 }]);
});

test.each([
  ['a list', "SELECT state IN ('success', 'failed') AS x FROM usage_records"],
  ['a subquery', 'SELECT trace_id IN (SELECT trace_id FROM usage_records) AS x FROM usage_records'],
  ['a granted table', 'SELECT 1 AS x FROM usage_records WHERE ver NOT IN (SELECT 1)'],
  ['the row of a query without FROM', 'SELECT 1 AS x'],
  ['FINAL, under another name', 'SELECT 1 AS x FROM usage_records AS `u, table_name: x` FINAL'],
  ['an alias with brackets', 'SELECT x FROM (SELECT 1 AS `p50 (ms)`, 1 AS x)'],
])('%s is still served', async (_what, sql) => {
  await expect(store.rows(sql)).resolves.toEqual([{ x: 1 }]);
});

test('the engine itself finds other tables empty, even if the check of names is bypassed', async () => {
  const name = 'tokentrail_ledger.record_attempts';
  await expect(store.rows(`SELECT count() AS n FROM ${name}`, 'tokentrail_attempts_reader')).resolves.toEqual([
    { n: '1' },
  ]);
  expect(() => checkResolvedTables(`    TABLE id: 3, alias: __table1, table_name: ${name}\n`, [])).toThrow('497');
  expect(() => checkResolvedTables('  TABLE_FUNCTION id: 3, alias: x, table_function_name: merge\n', [])).toThrow(
    '497',
  );
  expect(() => checkResolvedTables('  TABLE id: 3, a print that changed\n', [])).toThrow('497');
});

test('no error message contains data of another table', async () => {
  for (const sql of [
    "SELECT accurateCast(trace_id, 'UInt8') FROM record_attempts",
    'SELECT toTypeName((SELECT groupArray(attempts) FROM record_attempts))',
    "SELECT CAST((SELECT any(attempts[1]) FROM record_attempts), 'DateTime')",
    'SELECT toDateTime64((SELECT any(attempts[1]) FROM tokentrail_ledger.record_attempts), 3)',
  ]) {
    const response = await store.ask(sql);
    expect([response.code, response.text.includes(SECRET)]).toEqual(['497', false]);
  }
});
