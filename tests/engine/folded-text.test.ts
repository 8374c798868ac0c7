import { foldedText, foldedUnique } from '../../packages/usage-store/src/clickhouse/folded.ts';
import { foldText } from '../../packages/usage-store/src/fold-text.ts';
import { landingRow, useTestStore } from './test-store.ts';

const store = useTestStore('ledger');

/** Characters of one text. Neighbours compose and are put in order together. */
const CHARACTERS = 500;
const MAX_CODE_POINT = 0x10ffff;

/** Whether a code point is assigned to a character. */
function isAssigned(codePoint: number): boolean {
  return codePoint !== 0 && !/[\p{Cn}\p{Co}\p{Cs}]/u.test(String.fromCodePoint(codePoint));
}

test('the engine folds every character as foldText does, alone and beside its neighbours', async () => {
  const codePoints = Array.from({ length: MAX_CODE_POINT + 1 }, (_, codePoint) => codePoint).filter(isAssigned);
  const texts: string[] = [];
  for (let start = 0; start < codePoints.length; start += CHARACTERS) {
    texts.push(String.fromCodePoint(...codePoints.slice(start, start + CHARACTERS)));
    // Spaces keep neighbours apart.
    texts.push(
      codePoints
        .slice(start, start + CHARACTERS)
        .map((codePoint) => String.fromCodePoint(codePoint))
        .join(' '),
    );
  }
  await store.insert(
    'tokentrail_ledger.landing',
    texts.map((text, index) => landingRow(index, { 'user.id': text })),
  );
  const rows = await store.rows(
    `SELECT user_id, ${foldedText('user_id')} AS folded, ${foldedUnique('user_id')} AS unique ` +
      'FROM tokentrail_ledger.usage_records FINAL',
  );
  expect(rows).toHaveLength(texts.length);
  const different = rows.filter(
    ({ user_id: text, folded, unique }) => foldText(String(text)) !== folded || folded !== unique,
  );
  expect(different.map(({ user_id: text }) => text)).toEqual([]);
});

test('the searched texts of a record are folded when it arrives, each on a line', async () => {
  const attributes = {
    'user.id': 'İ',
    'gen_ai.request.model': 'GPT-4O',
    'http.request.method': 'POST',
    'url.path': '/V1/Chat',
    'http.response.status_code': '429',
    'tokentrail.tags': String.raw`{"Cost":"\u00c4","half":"\ud800"}`,
    'gen_ai.response.finish_reasons': '["Stop","Length"]',
  };
  await store.insert('tokentrail_ledger.landing', [landingRow(9_000_000, attributes)]);
  const [row] = await store.rows(
    "SELECT search_text, tags FROM tokentrail_ledger.usage_records FINAL WHERE request_model = 'GPT-4O'",
  );
  const lines = String(row?.['search_text']).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining(['i', 'gpt-4o', 'post /v1/chat', '429', 'stop', 'length', 'shop', 'usage']),
  );
  // The engine drops a JSON object with half of a surrogate pair, or keeps it.
  expect(lines.includes('cost=ä')).toBe(Object.keys(row?.['tags'] as object).includes('Cost'));
});
