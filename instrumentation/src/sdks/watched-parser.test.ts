import { parserWatcher, type Parser } from './watched-parser.ts';

test('a watched parser is one for all promises that have the same, reads as their method, and is heard of', async () => {
  const heard: unknown[] = [];
  const watch = parserWatcher<string>((read, props) => {
    heard.push(props);
    return read();
  });
  const parser: Parser<string> = async function (client, props) {
    return [this, client, props];
  };
  expect(watch(parser)).toBe(watch(parser));
  const [one, other] = [{ parse: watch(parser) }, { parse: watch(parser) }];
  expect(await one.parse('client', 'a')).toEqual([one, 'client', 'a']);
  expect(await other.parse('client', 'b')).toEqual([other, 'client', 'b']);
  expect(heard).toEqual(['a', 'b']);
});
