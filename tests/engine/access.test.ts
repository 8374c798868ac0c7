import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { accountsSql, forCluster, hideMarginSql, schemaSql, splitStatements } from '@tokentrail/clickhouse';
import { PASSWORDS, landingRow, startTestStore, type TestStore } from './test-store.ts';

let store: TestStore;
beforeAll(async () => {
  store = await startTestStore('ledger');
  await store.insert(
    'tokentrail_ledger.landing',
    Array.from({ length: 20_000 }, (_, id) => landingRow(id)),
  );
}, 60_000);
afterAll(() => store.end());

const OUTFILE = '/tmp/tokentrail-must-not-exist';

/** Statements that the front refuses with code 497 before they run. */
const FORBIDDEN: Record<string, string> = {
  'the landing table': 'SELECT * FROM tokentrail_ledger.landing',
  'the attempts': 'SELECT * FROM tokentrail_ledger.attempts',
  'the attempts without their database': 'SELECT * FROM attempts',
  'the attempts in backquotes': 'SELECT * FROM `tokentrail_ledger`.`attempts`',
  'the attempts in double quotes': 'SELECT * FROM "tokentrail_ledger"."attempts"',
  'the attempts in a subquery': 'SELECT (SELECT count() FROM attempts)',
  'the attempts in EXISTS': 'SELECT exists(SELECT 1 FROM attempts)',
  'the attempts in a join': 'SELECT 1 FROM usage_records AS a LEFT JOIN attempts AS b USING (trace_id)',
  'the attempts right of IN': 'SELECT trace_id IN tokentrail_ledger.record_attempts FROM usage_records',
  'the attempts right of NOT IN, in brackets': 'SELECT 1 NOT IN (attempts)',
  'the attempts right of IN, as a function': 'SELECT in(1, attempts)',
  'the attempts behind a WITH of another name': 'WITH a AS (SELECT * FROM attempts) SELECT * FROM a',
  'the attempts in UNION': 'SELECT 1 UNION ALL SELECT count() FROM attempts',
  'the attempts in EXCEPT': 'SELECT 1 EXCEPT SELECT count() FROM attempts',
  'the attempts after a name that forges a line of the tree':
    'SELECT `x\n      Literal 1` IN attempts FROM usage_records',
  'a name with an escape': 'SELECT 1 AS `a\\nb`',
  'the state of an aggregate function': "SELECT CAST(unhex('00'), 'AggregateFunction(uniq, String)')",
  'the state of an aggregate function by ::': "SELECT unhex('00')::AggregateFunction(uniq, String)",
  'a type that is computed': "SELECT CAST(1, concat('Aggregate', 'Function(uniq, String)'))",
  'a system table': 'SELECT * FROM system.processes',
  'a system table in capitals': 'SELECT * FROM SYSTEM.ONE',
  'the information schema': 'SELECT * FROM INFORMATION_SCHEMA.TABLES',
  'the function file': "SELECT file('/etc/passwd')",
  'the function file in capitals': "SELECT FILE('/etc/passwd')",
  'the function file in backquotes': "SELECT `file`('/etc/passwd')",
  'the function file in a lambda': "SELECT arrayMap(x -> file(x), ['/etc/passwd'])",
  'the function file under another name': "WITH x -> file(x) AS f SELECT f('/etc/passwd')",
  'the function file in APPLY': 'SELECT * APPLY (file) FROM usage_records',
  'the function file in COLUMNS … APPLY': "SELECT COLUMNS('state') APPLY (x -> file(x)) FROM usage_records",
  'the function file in REPLACE': "SELECT * REPLACE (file('/etc/passwd') AS state) FROM usage_records",
  'the function file in WHERE': "SELECT 1 FROM usage_records WHERE file('/etc/passwd') != ''",
  'the function file in ORDER BY': "SELECT 1 FROM usage_records ORDER BY file('/etc/passwd')",
  'the function file in LIMIT': "SELECT 1 LIMIT length(file('/etc/passwd'))",
  'the function file in a window': "SELECT sum(1) OVER (PARTITION BY file('/etc/passwd'))",
  'the function file in a named window': "SELECT sum(1) OVER w WINDOW w AS (PARTITION BY file('/etc/passwd'))",
  'the function file in QUALIFY': "SELECT 1 QUALIFY file('/etc/passwd') != ''",
  'the function file in INTERPOLATE':
    "SELECT 1 AS n, 'a' AS s ORDER BY n WITH FILL FROM 1 TO 3 INTERPOLATE (s AS file('/etc/passwd'))",
  'the function file in ARRAY JOIN': "SELECT x FROM usage_records ARRAY JOIN [file('/etc/passwd')] AS x",
  'the function file in a join condition':
    "SELECT 1 FROM usage_records AS a JOIN usage_records AS b ON file('/etc/passwd') = a.state",
  'the function file by its name as text': "SELECT arrayReduce('file', ['/etc/passwd'])",
  'the table function file': "SELECT * FROM file('/etc/passwd', 'LineAsString')",
  'the table function url': "SELECT * FROM url('http://127.0.0.1:1/', 'CSV')",
  'the table function merge': "SELECT * FROM merge('tokentrail_ledger', '.*')",
  'the table function remote': "SELECT * FROM remote('127.0.0.1', 'system.one')",
  'the table function view': 'SELECT * FROM view(SELECT 1)',
  'the table function executable': "SELECT * FROM executable('sh', 'CSV', 'x String')",
  'the table function format, whose name a function has': `SELECT * FROM format(JSONEachRow, '{"a":1}')`,
  numbers: 'SELECT count() FROM numbers(1000000000000)',
  'a dictionary': "SELECT dictGet('d', 'a', 1)",
  sleep: 'SELECT sleepEachRow(3) FROM usage_records',
  'a setting of the server': "SELECT getSetting('readonly')",
  'a system variable': 'SELECT @@max_allowed_packet',
  'an address': "SELECT addressToLine(1), demangle('a')",
  'INTO OUTFILE': `SELECT 1 INTO OUTFILE '${OUTFILE}'`,
  'INTO OUTFILE behind a comment': `SELECT 1 /* */ INTO/**/OUTFILE '${OUTFILE}' TRUNCATE FORMAT CSV`,
  'INTO OUTFILE behind a line comment': `SELECT 1 -- x\nINTO OUTFILE '${OUTFILE}'`,
  'INTO OUTFILE in a heredoc': `SELECT $x$a$x$ INTO OUTFILE $x$${OUTFILE}$x$`,
  'INTO OUTFILE behind wide space': `SELECT 1 INTO\u2003OUTFILE '${OUTFILE}'`,
  'a SETTINGS clause': 'SELECT 1 SETTINGS max_execution_time = 0',
  'a SETTINGS clause in a subquery': 'SELECT * FROM (SELECT 1 SETTINGS max_memory_usage = 0)',
  'a SETTINGS clause after the table of settings': 'SELECT 1 FROM tokentrail_ledger.settings SETTINGS max_threads = 64',
  'a SETTINGS clause after a number with a point': 'SELECT 1. SETTINGS max_threads = 64',
  'a SETTINGS clause after an element of a tuple': 'SELECT (1, 2).1 SETTINGS max_threads = 64',
  'a SETTINGS clause after all columns of a table': 'SELECT r.* FROM usage_records AS r SETTINGS max_threads = 64',
  'a SETTINGS clause behind FORMAT': 'SELECT 1 FORMAT JSON SETTINGS max_threads = 64',
  'two statements in parallel': 'SELECT 1 PARALLEL WITH SELECT 2',
  SET: 'SET readonly = 0',
  USE: 'USE system',
  EXPLAIN: 'EXPLAIN SELECT 1',
  'EXPLAIN in a subquery': 'SELECT * FROM (EXPLAIN SELECT 1)',
  DESCRIBE: 'DESCRIBE TABLE tokentrail_ledger.attempts',
  SHOW: 'SHOW CREATE TABLE tokentrail_ledger.usage_records',
  INSERT: "INSERT INTO tokentrail_ledger.usage_records (trace_id) SELECT 'x'",
  'INSERT with values': "INSERT INTO tokentrail_ledger.usage_records (trace_id) VALUES ('x')",
  'INSERT INTO FUNCTION': `INSERT INTO FUNCTION file('${OUTFILE}') SELECT 1`,
  CREATE: 'CREATE TABLE default.x ENGINE = Memory AS SELECT 1',
  'a temporary table': 'CREATE TEMPORARY TABLE x (y Int8)',
  ALTER: 'ALTER TABLE tokentrail_ledger.usage_records DELETE WHERE 1',
  DROP: 'DROP TABLE tokentrail_ledger.usage_records',
  TRUNCATE: 'TRUNCATE TABLE tokentrail_ledger.usage_records',
  OPTIMIZE: 'OPTIMIZE TABLE tokentrail_ledger.usage_records FINAL',
  KILL: 'KILL QUERY WHERE 1',
  SYSTEM: 'SYSTEM SHUTDOWN',
  GRANT: 'GRANT ALL ON *.* TO default',
  'EXECUTE AS': 'EXECUTE AS default SELECT 1',
  BACKUP: `BACKUP TABLE tokentrail_ledger.usage_records TO File('${OUTFILE}')`,
};

test.each(Object.entries(FORBIDDEN))('a ledger reader is refused: %s', async (_what, sql) => {
  const responseBody = await store.ask(sql);
  expect([responseBody.status, responseBody.code]).toEqual([500, '497']);
});

test.each([
  ['two statements', 'SELECT 1; DROP TABLE tokentrail_ledger.usage_records'],
  ['a NUL', "SELECT 'a\0b'"],
  ['a name as a parameter', 'SELECT * FROM {t:Identifier}'],
  ['a table whose name only resembles a granted one', 'SELECT * FROM `tokentrail_ledger.usage_records`.`x`'],
])('the statement is refused: %s', async (_what, sql) => {
  const responseBody = await store.ask(sql, { parameters: { param_t: 'system.one' } });
  expect(responseBody.status).not.toBe(200);
});

test('no refused statement wrote a file or changed the table', async () => {
  expect(existsSync(OUTFILE)).toBe(false);
  expect(readdirSync(join(store.dataDir, 'spool'))).toEqual([]);
  await expect(store.rows('SELECT count() AS n FROM usage_records')).resolves.toEqual([{ n: '20000' }]);
});

test.each(['max_execution_time', 'readonly', 'max_memory_usage', 'allow_ddl', 'user_files_path'])(
  'a reader cannot send the setting %s',
  async (name) => {
    const responseBody = await store.ask('SELECT 1', { parameters: { [name]: '0' } });
    expect([responseBody.status, responseBody.code]).toEqual([500, '164']);
  },
);

test('GET cannot insert', async () => {
  const query = `INSERT INTO tokentrail_ledger.landing (TraceId) FORMAT JSONEachRow`;
  const response = await fetch(`${store.engine.url}/?query=${encodeURIComponent(query)}`, {
    headers: { 'X-ClickHouse-User': 'tokentrail_writer', 'X-ClickHouse-Key': PASSWORDS.tokentrail_writer },
  });
  expect([response.status, response.headers.get('X-ClickHouse-Exception-Code')]).toEqual([500, '164']);
});

test.each([
  ['read records', 'SELECT * FROM tokentrail_ledger.usage_records'],
  ['read attempts', 'SELECT * FROM tokentrail_ledger.attempts'],
  [
    'insert records past the landing table',
    'INSERT INTO tokentrail_ledger.usage_records (trace_id) FORMAT JSONEachRow',
  ],
  [
    'insert from a file',
    "INSERT INTO tokentrail_ledger.landing (TraceId) SELECT * FROM file('/etc/passwd', 'LineAsString')",
  ],
  ['insert into a file', `INSERT INTO FUNCTION file('${OUTFILE}', 'CSV') FORMAT JSONEachRow`],
  [
    'insert with settings',
    'INSERT INTO tokentrail_ledger.landing (TraceId) SETTINGS async_insert = 1 FORMAT JSONEachRow',
  ],
  ['describe another table', 'DESCRIBE TABLE tokentrail_ledger.usage_records'],
  ['drop', 'DROP TABLE tokentrail_ledger.landing'],
])('the writer cannot %s', async (_what, sql) => {
  const body = sql.startsWith('INSERT') ? '{"TraceId":"x"}' : undefined;
  const responseBody = await store.ask(sql, { account: 'tokentrail_writer', ...(body === undefined ? {} : { body }) });
  expect([responseBody.status, responseBody.code]).toEqual([500, '497']);
});

test('the attempts reader can read attempts and what viewers read', async () => {
  const account = 'tokentrail_attempts_reader';
  expect((await store.ask('SELECT count() FROM attempts', { account })).status).toBe(200);
  expect((await store.ask('SELECT count() FROM usage_records', { account })).status).toBe(200);
  expect((await store.ask('SELECT count() FROM landing', { account })).code).toBe('497');
});

test('plain queries of every kind are served', async () => {
  const sql = `
    WITH recent AS (SELECT * FROM usage_records FINAL WHERE start_time > now() - INTERVAL 1 DAY)
    SELECT state, count() AS n, quantiles(0.5, 0.9)(duration_ns) AS q, sumIf(input_tokens, status_code < 400) AS t,
      row_number() OVER (ORDER BY state ASC) AS i, arrayMap(x -> x + 1, [1, 2]) AS l, CASE WHEN state = 'success' THEN 1 END AS c
    FROM recent AS r
    ANY LEFT JOIN (SELECT trace_id, max(ver) AS newest FROM usage_records GROUP BY trace_id) AS v ON r.trace_id = v.trace_id
    WHERE r.trace_id IN (SELECT trace_id FROM recent) AND state ILIKE '%succ%' AND service_name IN ('shop', 'bar')
    GROUP BY state HAVING n > 0 ORDER BY state DESC LIMIT 10`;
  const responseBody = await store.ask(sql);
  expect([responseBody.status, responseBody.text]).toEqual([200, expect.stringContaining('"n":"20000"')]);
});

test.each([
  ['divides by zero', 'SELECT intDiv(20000, (SELECT count() FROM usage_records)) AS n', '1'],
  ['is a tuple', 'SELECT (SELECT (1, service_name) FROM usage_records LIMIT 1).2 AS n', 'shop'],
  ['decides what is read', "SELECT if((SELECT count() FROM usage_records) > 0, 'some', 'none') AS n", 'some'],
])('a scalar subquery that %s on empty tables is served', async (_what, sql, n) => {
  expect((await store.rows(sql)).map((row) => String(row['n']))).toEqual([n]);
});

test('a branch that is read only if a table has rows needs its rights too', async () => {
  const sql = 'SELECT if((SELECT count() FROM usage_records) > 0, (SELECT count() FROM attempts), 0)';
  expect((await store.ask(sql)).code).toBe('497');
});

const SERVER_SQL = [
  accountsSql(),
  hideMarginSql(),
  forCluster([schemaSql('ledger'), schemaSql('traces'), accountsSql(), hideMarginSql()].join('\n'), 'main'),
].flatMap(splitStatements);

// The embedded engine runs neither accounts nor clusters. A refusal for the kind of statement, not for its syntax (62),
// shows that the engine's parser accepted it.
test.each(SERVER_SQL.map((sql) => [sql.split('\n')[0] ?? '', sql]))(
  'the engine parses the server SQL: %s',
  async (_line, sql) => {
    expect((await store.ask(sql)).code).toBe('497');
  },
);
