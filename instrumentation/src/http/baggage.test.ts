import { contextOfBaggage, parseBaggage } from './baggage.ts';

const parsed = (header: string) => Object.fromEntries(parseBaggage(header));

test('parses members with white space, properties and percent-encoding', () => {
  expect(parsed('a=1')).toEqual({ a: '1' });
  expect(parsed(' a = 1 ;p;q=2 ,\tb=%41%20B%2CC ')).toEqual({ a: '1', b: 'A B,C' });
  expect(parsed('a=b=c==')).toEqual({ a: 'b=c==' });
  expect(parsed('a=')).toEqual({ a: '' });
  expect(parsed('a=1+1')).toEqual({ a: '1+1' });
});

test('decodes invalid UTF-8 as U+FFFD and keeps a percent sign that encodes nothing', () => {
  expect(parsed('a=J%C3%BCrgen,b=%FFx,c=100%')).toEqual({ a: 'Jürgen', b: '\uFFFDx', c: '100%' });
});

test('skips malformed members and keeps the others', () => {
  expect(parsed('=1,,a,b c=1,d="x",e=a b,f=\u00fc,ok=1')).toEqual({ ok: '1' });
});

test('uses the last value of a repeated key, because proxies append', () => {
  expect(parsed('tokentrail.user=forged,tokentrail.user=u1')).toEqual({ 'tokentrail.user': 'u1' });
});

test('ignores everything after 64 members or 8192 bytes, and never truncates a member', () => {
  const many = Array.from({ length: 70 }, (_, index) => `k${index}=1`).join(',');
  expect(parseBaggage(many).size).toBe(64);
  const long = `a=1,b=${'x'.repeat(8192)}`;
  expect(parsed(long)).toEqual({ a: '1' });
});

test('reads only the documented names as usage context', () => {
  expect(
    contextOfBaggage(
      'tokentrail.user=u,tokentrail.group=g,tokentrail.session=s,tokentrail.source=batch,tokentrail.key.name=k,' +
        'tokentrail.capture=full,user=x',
    ),
  ).toEqual({ user: 'u', group: 'g', session: 's', source: 'batch', key: { name: 'k' } });
  expect(contextOfBaggage('tokentrail.source=anything')).toEqual({});
});
