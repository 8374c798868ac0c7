// The same response of a provider, through every path: each reports what its case expects, or a known difference.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { format, resolveConfig } from 'prettier';
import { otherInstrumentationsInstalled } from '../../scripts/other-instrumentations.ts';
import { callsOf, type PathCall } from './calls.ts';
import type { Seen } from './case.ts';
import { CASES } from './cases/index.ts';
import { differingFields, isPricedWrongly, type Field } from './compare.ts';
import { callsWith } from './difference.ts';
import { DIFFERENCES } from './differences/index.ts';
import { PATHS } from './paths.ts';
import { startReplayedProvider, type ReplayedProvider } from './replayed-provider.ts';
import { runPath } from './run-path.ts';
import { equivalenceTable } from './table.ts';

/** Programs at a time. */
const LANES = 2;

let provider: ReplayedProvider;
/** Records by call. */
const seen = new Map<string, readonly Seen[]>();

before(async () => {
  assert.ok(
    otherInstrumentationsInstalled(),
    'tests/other-instrumentations is not installed: run `npm test -- chain`, or `npm ci` in that folder',
  );
  provider = await startReplayedProvider(CASES);
  const waiting = [...PATHS];
  const lane = async () => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      for (const [id, records] of await runPath(path, provider.port)) seen.set(id, records);
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
});
after(() => provider.stop());

const recordsOf = ({ id }: PathCall) => seen.get(id) ?? [];
const fieldsOf = (call: PathCall) => differingFields(call.one.expected, recordsOf(call));
const isWrong = (call: PathCall) => isPricedWrongly(call.one.expected, recordsOf(call));
const KNOWN = DIFFERENCES.map((difference) => ({
  difference,
  ids: new Set(callsWith(difference).map(({ id }) => id)),
}));

for (const path of PATHS) {
  describe(path.name, () => {
    for (const call of callsOf(path)) {
      const { one, stream } = call;
      test(`${one.format}${stream ? ', streamed' : ''}: ${one.name}`, () => {
        const known = KNOWN.filter(({ ids }) => ids.has(call.id)).map(({ difference }) => difference);
        const unknown = fieldsOf(call).filter((field) => known.every(({ fields }) => !fields.includes(field)));
        const mayBePriced = known.some(({ priced }) => priced === true);
        if (unknown.length > 0 || (isWrong(call) && !mayBePriced)) {
          assert.deepEqual(recordsOf(call), [one.expected]);
        }
      });
    }
  });
}

describe('a known difference still exists', () => {
  for (const difference of DIFFERENCES) {
    test(`${difference.paths.join(', ')}: ${difference.reason}`, () => {
      const { cases, fields, paths, priced } = difference;
      const calls = callsWith(difference);
      const seenFields = new Set(calls.flatMap(fieldsOf));
      const same = fields.filter((field) => !seenFields.has(field));
      assert.deepEqual(same, [], 'fields that do not differ');
      const names = typeof cases === 'object' ? cases : [undefined];
      const equal = paths.flatMap((path) =>
        names.filter((name) => !differs(calls, fields, path, name)).map((name) => [path, name]),
      );
      assert.deepEqual(equal, [], 'paths and cases that do not differ');
      assert.ok(priced !== true || calls.some(isWrong), 'no other amount is priced');
    });
  }
});

/** Whether a call of the path differs in one of the fields, in this case or in any. */
function differs(
  calls: readonly PathCall[],
  fields: readonly Field[],
  path: string,
  name: string | undefined,
): boolean {
  return calls
    .filter((call) => call.path.name === path && (name === undefined || call.one.name === name))
    .some((call) => fieldsOf(call).some((field) => fields.includes(field)));
}

test('docs/path-equivalence.md lists these differences', async () => {
  const file = new URL('../../docs/path-equivalence.md', import.meta.url);
  const options = { ...(await resolveConfig(file)), parser: 'markdown' };
  const table = await format(equivalenceTable({ fieldsOf, isPricedWrongly: isWrong }), options);
  if (process.env.TABLE !== undefined) writeFileSync(file, table);
  assert.equal(readFileSync(file, 'utf8'), table, 'run this test with TABLE=1 to write the file');
});
