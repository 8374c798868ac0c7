import { isSameVersion } from './record-version.ts';

const version = (rank: number, unixMs: number) => String((BigInt(rank) << 56n) + BigInt(unixMs));
const T = 1_763_820_730_412;

test.each([
  ['equal versions', version(1, T), version(1, T), true],
  ['ended versions of one late arrival', version(2, T), version(2, T + 3), true],
  ['a running version and the ended one', version(1, T), version(2, T), false],
  ['two running versions', version(1, T), version(1, T + 3), false],
  ['an ended version and the repriced one', version(2, T), version(3, T), false],
  ['two ended versions', version(2, T), version(2, T + 60_000), false],
  ['a missing version and any other', null, version(2, T), true],
])('%s are the same: %s and %s: %s', (_what, one, other, same) => {
  expect(isSameVersion(one, other)).toBe(same);
  expect(isSameVersion(other, one)).toBe(same);
});
