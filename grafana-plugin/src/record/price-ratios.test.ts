import { ratiosOfEntry } from './price-ratios.ts';

test('reads the ratios of an entry that an operator states by ratios', () => {
  const entry = { sell: { models: ['best'], ratios: { model: '1.25', completion: '4', cache_read: '0.5' } } };
  expect(ratiosOfEntry(JSON.stringify(entry))).toEqual([
    { name: 'model', ratio: '1.25' },
    { name: 'completion', ratio: '4' },
    { name: 'cache_read', ratio: '0.5' },
  ]);
});

test.each(['', '{', 'null', '{"sell":{"prices":{}}}', '{"rows":[]}', '{"sell":{"ratios":null}}'])(
  'an entry "%s" has no ratios',
  (entry) => {
    expect(ratiosOfEntry(entry)).toBeNull();
  },
);
