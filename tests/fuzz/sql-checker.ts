/**
 * Attacks the check of readers' statements with hostile SELECTs. Two engines differ only in rows that the reader may
 * not read; a statement whose result differs between them has read such rows.
 */
import fc from 'fast-check';
import { seed, ENDED_VERSION, FIRST_START, selectCanary, startEngine, type Engine } from './engine.ts';
import type { Target } from './target.ts';

export interface Statements {
  reader: 'tokentrail_ledger_reader' | 'tokentrail_attempts_reader';
  /** Statements that run concurrently. */
  sql: string[];
}

const GRANTED = [
  ...['usage_records', 'tokentrail_ledger.usage_records', 'price_entries', 'tokentrail_ledger.settings', 'attempts'],
  'record_attempts',
];
const NOT_GRANTED = [
  ...['attempts', 'record_attempts', 'tokentrail_ledger.attempts', 'tokentrail_ledger.record_attempts'],
  ...[
    '`record_attempts`',
    '"tokentrail_ledger"."attempts"',
    'tokentrail_ledger . record_attempts',
    'landing',
    'repriced',
  ],
  ...['system.one', 'system.parts', 'system.query_log', 'system.users', 'INFORMATION_SCHEMA.TABLES', 'usage_records'],
];
const TABLE_FUNCTIONS = [
  ...["file('/etc/passwd', 'LineAsString')", "url('http://127.0.0.1:1/', 'CSV')", 'numbers(10)', 'view(SELECT 1)'],
  ...["merge('tokentrail_ledger', '.*')", "remote('127.0.0.1', 'system.one')", 'loop(attempts)', 'zeros(3)'],
];
const COLUMNS = [
  ...[
    '1',
    'trace_id',
    'span_id',
    'user_id',
    'attempts',
    'start_time',
    '*',
    'count()',
    'ver',
    'key_name',
    'x',
    'a',
    'foo',
  ],
  ...['a.trace_id', 'foo.trace_id', 'record_attempts.attempts', 'tokentrail_ledger.attempts.key_name', "COLUMNS('a')"],
];
/** Values that exist in only one of the two engines, for which a guess would probe. */
const GUESS =
  `(toDateTime64('${FIRST_START}', 9, 'UTC'), leftPad('', 32, '0'), leftPad('', 16, '0'), ${ENDED_VERSION}, ` +
  '[\'{"index":0,"retry":0,"state":"success","provider":"openai","keyName":"one-0"}\'])';

const pick = (...texts: readonly string[]) => fc.constantFrom(...texts);
const name = pick('a', 'b', 'x', 'foo', 'usage_records', 'attempts', 'record_attempts', '`at\\x74empts`');
const number = pick('0', '1', '2', '10', '1000', '100000', '10000000', '-1', '1e308', '18446744073709551615');

/** A type alias, not an interface: fast-check needs an index signature. */
type Grammar = {
  select: string;
  expression: string;
  table: string;
};

/** Mostly small statements, nested wherever the syntax allows. */
const { select } = fc.letrec<Grammar>((tie) => {
  const expression = tie('expression');
  const query = tie('select');
  const join = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((made) => made.join(''));
  const word = (text: string) => fc.constant(text);
  const call = (called: readonly string[], ...parts: fc.Arbitrary<string>[]) =>
    fc.tuple(pick(...called), ...parts).map(([fn, ...made]) => `${fn}(${made.join(', ')})`);
  return {
    expression: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      pick(...COLUMNS, GUESS, "''", "'a'", 'NULL', '[1, 2]', '{p:String}', '@@version', '$$a$$', 'map(1, 2)'),
      number,
      name,
      call(
        ['length', 'toString', 'upper', 'hex', 'reverse', 'lower', 'base64Encode', 'arrayJoin', 'exists', 'file'],
        expression,
      ),
      call(
        ['repeat', 'leftPad', 'like', 'match', 'position', 'extract', 'splitByString', 'has', 'in', 'notIn', 'nullIn'],
        expression,
        expression,
      ),
      call(
        ['replaceAll', 'replaceRegexpAll', 'if', 'arrayMap', 'multiSearchAny', 'substring', 'format'],
        expression,
        expression,
        expression,
      ),
      call(
        ['dictGet', 'joinGet', 'arrayReduce', 'evalMLMethod', 'getSetting', 'catboostEvaluate', 'globalIn', 'IN'],
        expression,
        expression,
      ),
      join(
        word('('),
        expression,
        pick(' IN ', ' NOT IN ', ' GLOBAL IN ', ' = ', ' + ', ' LIKE ', ' OR '),
        tie('table'),
        word(')'),
      ),
      join(word('('), expression, pick(' IN ', ' NOT IN ', ' = ANY ', ' IN ('), name, word(')')),
      join(word('('), query, word(')')),
      join(word('CAST('), expression, pick(' AS String', ' AS AggregateFunction(uniq, String)', ' AS Int8'), word(')')),
      join(word('(x -> '), expression, word(')')),
      join(expression, word(' AS '), name),
      call(['sum', 'groupArray', 'uniq', 'any', 'count', 'max', 'quantile'], expression),
    ),
    table: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      pick(...GRANTED),
      pick(...NOT_GRANTED),
      pick(...TABLE_FUNCTIONS),
      name,
      join(word('('), query, word(')')),
      join(tie('table'), word(' AS '), name),
      join(
        tie('table'),
        pick(' CROSS JOIN ', ' LEFT JOIN ', ' , ', ' ASOF JOIN '),
        tie('table'),
        pick('', ' USING (trace_id)', ' ON 1'),
      ),
      join(tie('table'), pick(' FINAL', ' SAMPLE 1', ' ARRAY JOIN [1]')),
    ),
    select: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      join(word('SELECT '), expression),
      join(word('SELECT '), expression, word(' FROM '), tie('table')),
      join(word('SELECT '), expression, word(' FROM '), tie('table'), word(' WHERE '), expression),
      join(
        word('SELECT '),
        expression,
        word(' FROM '),
        tie('table'),
        pick(' ORDER BY ', ' GROUP BY ', ' LIMIT ', ' QUALIFY ', ' LIMIT 1 BY '),
        expression,
      ),
      join(word('WITH '), name, word(' AS '), name, word(' '), query),
      join(word('WITH '), expression, word(' AS '), name, word(' '), query),
      join(word('WITH '), name, word(' AS ('), query, word(') '), query),
      join(word('WITH RECURSIVE '), name, word(' AS ('), query, word(') '), query),
      join(query, pick(' UNION ALL ', ' UNION DISTINCT ', ' EXCEPT ', ' INTERSECT '), query),
      join(
        query,
        pick(
          ' SETTINGS max_threads = 64',
          " INTO OUTFILE '/tmp/x'",
          ' FORMAT Native',
          ' FORMAT CSV',
          ' -- ',
          '; SELECT 1',
        ),
      ),
    ),
  };
});

/** Cost that is a product: a time limit does not interrupt work inside one function call. */
const heavy = fc
  .tuple(
    pick('position', 'countSubstrings', 'like', 'match', 'replaceAll', 'splitByString', 'multiSearchAny', 'arrayMap'),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 6 }),
  )
  .map(([fn, many, long]) => {
    const [text, needle] = [`repeat(repeat('a', 1000), ${10 ** many})`, `concat(repeat('a', ${10 ** long}), 'b')`];
    if (fn === 'arrayMap')
      return `SELECT arrayMap(x -> position(${text}, x), splitByString(',', repeat('aa,', ${10 ** long})))`;
    if (fn === 'replaceAll') return `SELECT length(replaceAll(${text}, ${needle}, 'c'))`;
    if (fn === 'splitByString') return `SELECT length(splitByString(${needle}, ${text}))`;
    return fn === 'multiSearchAny' ? `SELECT multiSearchAny(${text}, [${needle}])` : `SELECT ${fn}(${text}, ${needle})`;
  });

/** Valid statements except for one part at T, N, C or E, which most of the engine's own checks accept. */
const SKELETONS = [
  ...[
    'SELECT C FROM T',
    'SELECT count() FROM T AS N',
    'SELECT E IN T FROM usage_records',
    'SELECT C FROM usage_records WHERE E IN (SELECT * FROM T)',
  ],
  ...[
    'WITH T AS N SELECT E IN N FROM usage_records',
    'WITH T AS N SELECT E IN (N) FROM usage_records',
    'WITH T AS N SELECT * FROM N',
  ],
  ...[
    'WITH N AS (SELECT * FROM T) SELECT E IN N',
    'WITH N AS (SELECT * FROM usage_records) SELECT C FROM N',
    'WITH (SELECT E IN T) AS N SELECT N',
  ],
  ...[
    'SELECT in(E, T) FROM usage_records',
    'SELECT nullIn(E, T)',
    'SELECT if(E IN T, 1, 0)',
    'SELECT arrayMap(N -> E IN T, [1])',
  ],
  ...[
    'SELECT T AS N, E IN N FROM usage_records',
    'SELECT (SELECT count() FROM T)',
    'SELECT exists(SELECT 1 FROM T)',
    'SELECT C FROM usage_records, T',
  ],
  ...[
    'SELECT N.C FROM usage_records AS N LEFT JOIN T AS b USING (trace_id)',
    'SELECT 1 UNION ALL SELECT count() FROM T',
    'SELECT * FROM (SELECT C FROM T)',
  ],
  ...[
    'SELECT C FROM usage_records AS T',
    'WITH E AS N SELECT N IN T FROM usage_records',
    'WITH T AS N, N AS foo SELECT E IN foo',
    'SELECT E IN T.attempts FROM usage_records',
  ],
  ...[
    'SELECT C FROM usage_records ORDER BY E IN T',
    'SELECT C FROM usage_records GROUP BY C HAVING E IN T',
    'SELECT countIf(E IN T) FROM usage_records',
  ],
  ...[
    'SELECT sum(1) OVER (PARTITION BY E IN T) FROM usage_records',
    'SELECT C FROM usage_records PREWHERE E IN T',
    'SELECT C FROM usage_records LIMIT E IN T',
  ],
];
const plausible = fc
  .tuple(
    pick(...SKELETONS),
    pick(...NOT_GRANTED, ...GRANTED),
    name,
    pick(...COLUMNS),
    pick(GUESS, '1', 'trace_id', 'attempts'),
  )
  .map(([skeleton, table, chosenName, column, expression]) => {
    const holes: Record<string, string> = { T: table, N: chosenName, C: column, E: expression };
    return skeleton.replace(/\b[TNCE]\b/g, (hole) => holes[hole] ?? hole);
  });

const hostile = fc.oneof(
  { weight: 6, arbitrary: plausible },
  { weight: 6, arbitrary: select },
  { weight: 1, arbitrary: heavy },
);
const inputs: fc.Arbitrary<Statements> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      reader: fc.constant('tokentrail_ledger_reader' as const),
      sql: fc.array(hostile, { minLength: 1, maxLength: 8 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      reader: fc.constant('tokentrail_attempts_reader' as const),
      // At most half of its lanes, because the canary uses the same reader.
      sql: fc.array(hostile, { minLength: 1, maxLength: 4 }),
    }),
  },
);

interface Pair {
  subject: Engine;
  /** Identical except for the attempts, which only administrators may read. Their account may read every row. */
  otherAttempts: Engine;
}

async function startPair(): Promise<Pair> {
  const subject = await startEngine('ledger');
  const otherAttempts = await startEngine('ledger');
  await seed(subject, { attemptsMark: 'one', recordsMark: 'one' });
  await seed(otherAttempts, { attemptsMark: 'two', recordsMark: 'one' });
  return { subject, otherAttempts };
}

/** Expressions whose results differ between runs: the clock, and nondeterministic functions. */
const NOT_COMPARED = /now|today|system\.|any\(/i;

export const sqlChecker: Target<Statements> = {
  name: 'sql-checker',
  inputs,
  async start() {
    const pair = await startPair();
    let passed = 0;
    let asked = 0;
    return {
      pid: pair.subject.pid,
      memoryMiB: 4000,
      canary: selectCanary(pair.subject, 'tokentrail_attempts_reader'),
      async attack({ reader, sql }) {
        const responses = await Promise.all(sql.map((one) => pair.subject.ask(reader, one)));
        for (const [index, response] of responses.entries()) {
          asked += 1;
          if (response.status !== 200) continue;
          passed += 1;
          await compare(reader, sql[index] ?? '', response.text, pair.otherAttempts);
        }
      },
      finish: () =>
        asked > 100 && passed === 0
          ? Promise.reject(new Error(`of ${asked} statements none was served`))
          : Promise.resolve(),
      async stop() {
        await Promise.all([pair.subject.stop(), pair.otherAttempts.stop()]);
      },
    };
  },
};

async function compare(reader: Statements['reader'], sql: string, text: string, other: Engine): Promise<void> {
  if (text.includes('root:x:0:0')) throw new Error('the result holds a file of the machine');
  if (reader !== 'tokentrail_ledger_reader' || NOT_COMPARED.test(sql)) return;
  const there = await other.ask(reader, sql);
  if (there.status === 200 && comparable(there.text) !== comparable(text)) {
    throw new Error('the result depends on rows that the reader may not read');
  }
}

/** Sorted rows without the time at which the store received them, which differs between two engines. */
function comparable(text: string): string {
  return text
    .replace(/("[^"]*received_at"):"[^"]*"/g, '$1:""')
    .split('\n')
    .sort()
    .join('\n');
}
