/** Every command of the docs is run, checked, or named as skipped. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { splitStatements } from '@tokentrail/clickhouse';
import { settled } from '../chain/wait.ts';
import { ROOT, type Block } from './markdown.ts';
import { PAGES } from './pages.ts';
import { testQueryApi } from './query-api.ts';
import { ruleOf } from './rules.ts';
import { runPage } from './run-page.ts';
import { startSite, type Site } from './site.ts';

const blocks = PAGES.flatMap((page) => page.blocks);
const nameOf = ({ page, line }: Block) => `${page}:${line}`;

test('every block has a rule', () => {
  const unknown = blocks.filter((block) => ruleOf(block) === undefined);
  assert.deepEqual(
    unknown.map((block) => `${nameOf(block)}: no rule for \`\`\`${block.language}; see tests/docs/README.md`),
    [],
  );
});

test('every block that is not run is as the product reads it', async () => {
  const problems = await Promise.all(
    blocks.map(async (block) => {
      const rule = ruleOf(block);
      const found =
        rule?.kind === 'check' || rule?.kind === 'file'
          ? await rule.check()
          : rule?.kind === 'tested'
            ? missingTest(rule.by)
            : [];
      return found.map((problem) => `${nameOf(block)}: ${problem}`);
    }),
  );
  assert.deepEqual(problems.flat(), []);
});

function missingTest(path: string): string[] {
  return existsSync(join(ROOT, path)) ? [] : [`there is no test ${path}`];
}

for (const block of blocks) {
  const rule = ruleOf(block);
  if (rule?.kind === 'skip') test(`the block ${nameOf(block)}`, { skip: rule.reason }, () => undefined);
}

describe('on a running chain', () => {
  let site: Site;
  before(async () => {
    site = await startSite();
  });
  after(() => site.stop());

  test("ClickHouse's parser reads every block of SQL", async () => {
    const problems = blocks
      .filter((block) => ruleOf(block)?.kind === 'sql')
      .flatMap((block) => splitStatements(block.text).map((sql) => ({ block, sql })))
      .map(async ({ block, sql }) => `${nameOf(block)}: ${await site.chain.syntaxProblem(sql)}`);
    assert.match(await site.chain.syntaxProblem('SELEC 1'), /Syntax error/);
    assert.deepEqual(
      (await Promise.all(problems)).filter((problem) => !problem.endsWith(': ')),
      [],
    );
  });

  testQueryApi(() => site);

  const only = process.env['ONLY'];
  const pages = PAGES.filter((page) => page.blocks.some((block) => ruleOf(block)?.kind === 'run'));
  describe('the commands of a page run', { concurrency: 2 }, () => {
    for (const page of pages.filter(({ path }) => only === undefined || path === only)) {
      test(page.path, async () => assert.equal(await runPage(page.path, page.blocks, site), ''));
    }
  });

  test('each start of an app that add-to-a-service.md shows became a row', { skip: only !== undefined }, async () => {
    const models = async () =>
      (await site.chain.records())
        .filter(({ serviceName }) => serviceName === 'checkout')
        .map(({ requestModel }) => requestModel);
    const expected = ['claude-sonnet-4-5', ...Array<string>(4).fill('gpt-5-mini'), 'gpt-4o'].sort();
    assert.deepEqual((await settled(models, ({ length }) => length === expected.length)).sort(), expected);
  });
});
