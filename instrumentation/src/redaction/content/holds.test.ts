import { holds } from './holds.ts';

const PROSE = 'The quick answer is in the report of last month, on page 12, where costs are listed.\n'.repeat(20);

test.each(['sk-proj-Abcdef0123', '12345678', 'plain words', '"é漢\\"', 'Q', 'QQQQQQQQ'])(
  'finds %j at every position',
  (piece) => {
    for (const text of [
      '',
      PROSE.slice(0, 100),
      PROSE,
      '漢'.repeat(2000),
      piece.slice(0, -1).repeat(500),
      'Q1'.repeat(1000),
    ]) {
      for (const held of [piece + text, text + piece, text.slice(0, 50) + piece + text.slice(50)]) {
        expect(holds(held, piece)).toBe(true);
      }
      expect(holds(text, piece)).toBe(text.includes(piece));
    }
  },
);

test('every text holds the empty string', () => {
  expect(holds(PROSE, '')).toBe(true);
  expect(holds('', '')).toBe(true);
});
