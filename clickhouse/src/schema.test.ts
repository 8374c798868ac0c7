import { ATTRIBUTES } from '@tokentrail/records';
import { ACCOUNTS, RETENTION_DAYS, accountsSql, forCluster, schemaSql, splitStatements } from './index.ts';

const ledger = splitStatements(schemaSql('ledger'));

function statement(start: string): string {
  const found = ledger.find((text) => text.startsWith(start));
  if (found === undefined) {
    throw new Error(`ledger.sql has no statement that starts with ${start}`);
  }
  return found;
}

const views = ledger
  .filter((text) => /^(?:CREATE MATERIALIZED VIEW|ALTER TABLE [\w.]+ MODIFY QUERY)/.test(text))
  .join('\n');

const ledgerAttributes = Object.values(ATTRIBUTES).filter((attribute) => attribute.store === 'ledger');

test.each(ledgerAttributes.map(({ name, on }) => [name, on] as const))(
  'the ledger attribute %s is read by a view',
  (name, on) => {
    if (name === ATTRIBUTES.serviceName.name) {
      expect(views).toContain('ServiceName AS service_name');
    } else if (/^gen_ai\.(request|embeddings)\./.test(name) && !views.includes(`SpanAttributes['${name}']`)) {
      expect(views).toMatch(new RegExp(`name IN \\([^)]*'${name.replaceAll('.', '\\.')}'`));
    } else {
      expect(views).toContain(`${on === 'resource' ? 'ResourceAttributes' : 'SpanAttributes'}['${name}']`);
    }
  },
);

test('the ledger names no content attribute', () => {
  const content = Object.values(ATTRIBUTES).filter((attribute) => attribute.store === 'traces');
  expect(content.length).toBeGreaterThan(0);
  for (const { name } of content) {
    expect(schemaSql('ledger')).not.toContain(`'${name}'`);
  }
});

test.each(['usage_records', 'processes'])(
  'the view that writes %s selects every column in the order of the table',
  (table) => {
    const columns = [
      ...statement(`CREATE TABLE IF NOT EXISTS tokentrail_ledger.${table}`).matchAll(
        /^ {4}`?([a-z_]+)`? [A-Z](?!.*MATERIALIZED)/gm,
      ),
    ].map((match) => match[1]);
    const view = statement(`ALTER TABLE tokentrail_ledger.${table}_from_landing MODIFY QUERY`);
    const selected = [
      ...view
        .slice(view.indexOf('\nSELECT'), view.indexOf('\nFROM\n('))
        .matchAll(/^ {4}\S.* AS `?([a-z_]+)`?,?$|^ {4}\)? AS (\w+),?$|^ {4}\]\)\) AS (\w+)$/gm),
    ].map((match) => match[1] ?? match[2] ?? match[3]);
    expect(columns.length).toBeGreaterThan(20);
    expect(selected).toEqual(columns);
  },
);

test('splitting ends a statement at a semicolon at the end of a line and drops leading comments', () => {
  expect(splitStatements("-- one; two\nSELECT ';' AS x;\n\n-- last\nSELECT 2;\n")).toEqual([
    "SELECT ';' AS x",
    'SELECT 2',
  ]);
});

test('the SQL for a cluster creates every table on each node and replicates it', () => {
  const sql = forCluster(schemaSql('ledger') + schemaSql('traces') + accountsSql(), 'main');
  const statements = splitStatements(sql);
  // Two statements run on one node: the check of the version changes nothing, and an inserted setting replicates.
  const everywhere = statements.filter((text) => !/^(?:SELECT|INSERT) /.test(text));
  expect(statements.length - everywhere.length).toBe(2);
  for (const text of everywhere) {
    expect(text).toContain('ON CLUSTER main');
  }
  expect(sql).not.toMatch(/ENGINE = \w*(?<!Replicated)(?<!ReplicatedReplacing)MergeTree\b/);
  expect(sql).toContain(
    "ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/{database}/{table}', '{replica}', ver)",
  );
  expect(sql).toContain('ENGINE = Null;');
  expect(() => forCluster('', 'x; DROP')).toThrow('letters');
});

test('no reader may select from landing, and none may read both records and content', () => {
  for (const { name, select } of ACCOUNTS.filter((account) => account.insert.length === 0)) {
    expect(select.map(({ table }) => table)).not.toContain('landing');
    expect([name, new Set(select.map(({ database }) => database)).size]).toEqual([name, 1]);
  }
});

test('every granted table exists', () => {
  const everything = schemaSql('ledger') + schemaSql('traces');
  for (const { database, table } of ACCOUNTS.flatMap(({ select, insert }) => [...select, ...insert])) {
    expect(everything).toMatch(new RegExp(`(IF NOT EXISTS|OR REPLACE VIEW) ${database}\\.${table}\\s`));
  }
});

test('every table whose rows expire has a class of retention, and every class a rule', () => {
  const rules = ledger.flatMap((text) =>
    [...text.matchAll(/INTERVAL (\d+) DAY DELETE/g)].map(([, days]) => Number(days)),
  );
  expect(rules).toEqual(Object.values(RETENTION_DAYS));
});
