import { usageOfEmbeddings } from './usage.ts';

test('reads tokens of embeddings in total or per text; unknown if one text reports none', () => {
  const each = (...counts: unknown[]) => counts.map((tokenCount) => ({ statistics: { tokenCount } }));
  expect(usageOfEmbeddings({ promptTokenCount: 9 }, each(1))).toEqual({ raw: { promptTokenCount: 9 } });
  expect(usageOfEmbeddings(undefined, each(3, 4))).toEqual({ inputTokens: 7 });
  expect(usageOfEmbeddings(undefined, each(3, undefined))).toBeUndefined();
  expect(usageOfEmbeddings(undefined, [])).toBeUndefined();
});
