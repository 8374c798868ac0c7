import { formatDecimal } from '@tokentrail/pricing/decimal';
import type { BookDocument } from '@tokentrail/pricing';
import { parsePriceFile } from '@tokentrail/pricing/file';
import { ledgerLines } from '../testing/ledger.ts';
import { billOf, callsOfMonth, type Billing } from '../testing/provider/calls.ts';
import { openaiCosts } from '../testing/provider/openai-exports.ts';
import { OPENAI } from '../testing/provider/sellers.ts';
import { compare, read, recordedOf } from '../testing/setup.ts';
import { learnFactors, proposalOf } from './factors.ts';
import { priceFileOf, suggestPrices } from './prices.ts';

const calls = callsOfMonth(OPENAI, 3_000, 5, ['batch']);
const recorded = recordedOf(OPENAI, calls);
const [model] = OPENAI.models;

/** The document of a price file that loads. */
function documentOf(text: string): BookDocument {
  const parsed = parsePriceFile(text);
  if ('errors' in parsed) throw new Error(JSON.stringify(parsed.errors));
  return parsed.document;
}

async function reconciled(how: Billing) {
  const { lines } = await read('costs.json', openaiCosts(billOf(OPENAI, calls, how)));
  return compare(OPENAI, lines, ledgerLines(OPENAI, recorded));
}

test('a price that changed is suggested beside ours, as a price file that loads', async () => {
  const since = Date.UTC(2026, 9, 17);
  const result = await reconciled({
    price: (price, call, kind) =>
      call.model === model && kind === 'output' && call.startMs >= since ? (price * 6) / 5 : price,
  });
  const suggestions = suggestPrices(result);
  expect(
    suggestions.map(({ implied, ours, ...one }) => ({
      ...one,
      implied: implied && formatDecimal(implied),
      ours: ours && formatDecimal(ours),
    })),
  ).toEqual([
    { model: model?.id, tier: 'standard', kind: 'output', since: '2026-10-17', until: null, implied: '12', ours: '10' },
    { model: model?.id, tier: 'batch', kind: 'output', since: '2026-10-17', until: null, implied: '6', ours: '5' },
  ]);
  const file = priceFileOf(result, suggestions) ?? '';
  expect(file).toContain('valid: { from: 2026-10-17T00:00:00Z }');
  const { entries } = documentOf(file);
  expect(entries?.[0]?.rows.map(({ when, prices }) => [when?.tier, prices])).toEqual([
    [
      ['default', 'standard'],
      {
        input: { usd: '1.25', per: 1_000_000 },
        cache_read: { usd: '0.125', per: 1_000_000 },
        output: { usd: '12', per: 1_000_000 },
      },
    ],
    [
      ['batch'],
      {
        input: { usd: '0.625', per: 1_000_000 },
        cache_read: { usd: '0.0625', per: 1_000_000 },
        output: { usd: '6', per: 1_000_000 },
      },
    ],
  ]);
});

test('a factor of the whole account, of one key, or none is learned as a proposal', async () => {
  const whole = await reconciled({ price: (price) => (price * 92) / 100 });
  expect(proposalOf(learnFactors(whole))).toContain('buy:\n  - { seller: "openai", times: "0.92" }\n');
  expect(documentOf(proposalOf(learnFactors(whole)) ?? '').buy).toEqual([{ seller: 'openai', times: '0.92' }]);

  const ofKey = await reconciled({ price: (price, call) => (call.key === 1 ? (price * 9) / 10 : price) });
  expect(learnFactors(ofKey).map(({ key, times }) => [key, formatDecimal(times)])).toEqual([
    ['sk-proj-...Zz11', '0.9'],
  ]);

  expect(learnFactors(await reconciled({}))).toEqual([]);
});
