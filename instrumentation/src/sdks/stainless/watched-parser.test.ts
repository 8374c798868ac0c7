import { parserWatcher, type Parser } from './watched-parser.ts';

test('promises with the same parser get the same wrapper, which runs as their method and is observed', async () => {
  const heard: unknown[] = [];
  const watch = parserWatcher<string>((read, props) => {
    heard.push(props);
    return read();
  });
  const parser: Parser<string> = async function (...args) {
    return [this, ...args];
  };
  expect(watch(parser)).toBe(watch(parser));
  const [one, other] = [{ parse: watch(parser) }, { parse: watch(parser) }];
  expect(await one.parse('client', 'a')).toEqual([one, 'client', 'a']);
  expect(await other.parse('client', 'b')).toEqual([other, 'client', 'b']);
  expect(heard).toEqual(['a', 'b']);
});

test('a parser that is called without a client is observed too', async () => {
  const watch = parserWatcher<string>(async (read, props) => [props, await read()]);
  const watched = watch(async (...args) => args);
  expect(await watched('props')).toEqual(['props', ['props']]);
});
