import { addressPattern } from './address-pattern.ts';

test.each([
  ['192.0.2.7', ['192.0.2.7', '::ffff:192.0.2.7', 'x=192.0.2.7,', '(192.0.2.7:443)', '"192.0.2.7"', '192.0.2.7.']],
  ['::ffff:192.0.2.7', ['192.0.2.7', '::FFFF:192.0.2.7']],
  ['192.0.2.7:51234', ['192.0.2.7']],
  [
    '2001:db8::7:1',
    [
      '2001:db8::7:1',
      '2001:DB8::7:1',
      '[2001:db8::7:1]:443',
      '2001:0db8:0000:0000:0000:0000:0007:0001',
      '2001:db8:0:0:0:0:7:1',
    ],
  ],
  ['[2001:db8:0:0:0:0:7:1]:443', ['2001:db8::7:1']],
  ['fe80::1%eth0', ['fe80::1', 'FE80::1']],
  ['::1', ['::1']],
])('finds %s in %j', (address, texts) => {
  const found = addressPattern(address);
  for (const text of texts) {
    expect(text.replace(found!.pattern, 'X')).toMatch(/X/);
    expect(found!.hints.some((hint) => text.includes(hint))).toBe(true);
  }
});

test.each([
  ['192.0.2.7', ['192.0.2.70', '1192.0.2.7', '192.0.2.7.1', '10.192.0.2.7', 'v192.0.2.7']],
  ['2001:db8::7:1', ['2001:db8::7:12', '2001:db8::7:1:2:3', 'a2001:db8::7:1', '2001:db8:7:1']],
])('does not find %s in %j', (address, texts) => {
  for (const text of texts) expect(text.replace(addressPattern(address)!.pattern, 'X')).toBe(text);
});

test.each(['', 'me', '1.2.3', '300.1.1.1', '12:30:15', 'u:1'])('%j is not an address', (text) => {
  expect(addressPattern(text)).toBeUndefined();
});
