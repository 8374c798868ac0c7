import { clientAddress } from './client-address.ts';

test.each([
  ['10.0.0.1', undefined, true, '10.0.0.1'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2', false, '10.0.0.1'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2', 0, '10.0.0.1'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2', 1, '2.2.2.2'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2', 2, '1.1.1.1'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2', 9, '1.1.1.1'],
  ['10.0.0.1', '1.1.1.1, 2.2.2.2', true, '1.1.1.1'],
  ['10.0.0.1', ' ,, 2.2.2.2', true, '2.2.2.2'],
  ['10.0.0.1', '1.1.1.1:4711', 1, '1.1.1.1'],
  ['10.0.0.1', '[2001:db8::1]:4711', 1, '2001:db8::1'],
  ['10.0.0.1', '2001:db8::1', 1, '2001:db8::1'],
  ['::ffff:10.0.0.1', undefined, false, '10.0.0.1'],
  ['10.0.0.1', 'unknown', 1, undefined],
  ['10.0.0.1', '_hidden', true, undefined],
  [undefined, undefined, false, undefined],
])('socket %s, X-Forwarded-For %s, trustProxy %s: client %s', (remote, forwardedFor, trust, address) => {
  expect(clientAddress(remote, forwardedFor, trust)).toBe(address);
});
