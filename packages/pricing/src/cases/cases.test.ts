import { evaluateFormula, priceCall, recompute } from '../index.ts';
import { attemptOf, bookOf, files, type Case } from '../testing/read-cases.ts';

const MIN_CASES = 300;
const MIN_BY_HAND = 80;

function titleOf(one: Case): string {
  const { nano, list: _list, paid: _paid, state, hand: _hand, sum: _sum, model, ...rest } = one;
  return `${model} ${JSON.stringify(rest)} → ${state ?? `${String(nano)} n`}`;
}

describe.each(files)('$name', ({ file }) => {
  const book = bookOf(file);

  test.each(file.cases.map((one) => ({ one, title: titleOf(one) })))('$title', ({ one }) => {
    const call = { attempts: [attemptOf(one, file)], requestedModel: one.requested, user: one.user, group: one.group };
    const { list, paid, charged, formula, lines, reason } = priceCall(call, book);
    if (one.nano === undefined) {
      expect([list.state, paid.state, charged.state]).toEqual([one.state, one.state, one.state]);
      return;
    }
    const amounts = { list: list.nanoUsd, paid: paid.nanoUsd, charged: charged.nanoUsd, reason };
    const nano = BigInt(one.nano);
    const listed = BigInt(one.list ?? one.nano);
    const expected = { list: listed, paid: BigInt(one.paid ?? listed), charged: nano, reason: null };
    expect(amounts).toEqual(expected);
    expect(evaluateFormula(formula ?? '')).toEqual({ nanoUsd: nano, statedNanoUsd: nano, holds: true });
    expect(recompute(lines)).toEqual({ nanoUsd: nano, wrong: [] });
  });
});

test('the table has the minimum size and no duplicates, and each case names the source of its prices', () => {
  const all = files.flatMap(({ file }) =>
    file.cases.map((one) => ({ page: file.page, host: file.host, at: file.at, ...one })),
  );
  expect(all.length).toBeGreaterThanOrEqual(MIN_CASES);
  expect(all.filter((one) => one.hand !== undefined).length).toBeGreaterThanOrEqual(MIN_BY_HAND);
  expect(all.filter((one) => !/, \d{4}-\d{2}(-\d{2})?$/.test(one.page))).toEqual([]);
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(all.length);
  expect(all.filter((one) => (one.nano === undefined) === (one.state === undefined))).toEqual([]);
});
