import {
  isReadable,
  parseParameters,
  textParameter,
  writeParameters,
  type Parameter,
  type Parameters,
  type Texts,
} from './url-codec.ts';

interface State {
  q: string;
  model: Texts;
  key: Texts;
}

const NO_VALUES: Texts = { included: [], excluded: [] };
const VALUES: Parameter<Texts> = {
  fallback: NO_VALUES,
  parse: (texts) => ([...texts.included, ...texts.excluded].every(isReadable) ? texts : undefined),
  format: (texts) => texts,
};
const PARAMETERS: Parameters<State> = { q: textParameter(''), model: VALUES, key: VALUES };
const EMPTY: State = { q: '', model: NO_VALUES, key: NO_VALUES };

const read = (search: string) => parseParameters(PARAMETERS, new URLSearchParams(search));
const write = (state: State, previous = '') =>
  writeParameters(PARAMETERS, state, new URLSearchParams(previous)).toString();

test('reads repeated keys as values that include, and keys with a minus as values that exclude', () => {
  const { state, problems } = read('model=a&key=k&model=b&-model=c');
  expect(state).toEqual({
    q: '',
    model: { included: ['a', 'b'], excluded: ['c'] },
    key: { included: ['k'], excluded: [] },
  });
  expect(problems).toEqual([]);
});

test('reads an empty value as no filter', () => {
  expect(read('model=&-key=&q=')).toEqual({ state: EMPTY, problems: [] });
});

test.each([
  { included: ['a b', 'ü&=+%', '-x'], excluded: ['null', '日本'] },
  { included: [], excluded: ['a'] },
  { included: ['a', 'b', 'c'], excluded: [] },
])('reads back the values %o', (model) => {
  expect(read(write({ ...EMPTY, model })).state).toEqual({ ...EMPTY, model });
});

test('replaces all values of a filter and keeps unknown parameters', () => {
  const model = { included: ['new'], excluded: [] };
  expect(write({ ...EMPTY, model }, 'model=a&kiosk=1&model=b&-model=c&x=1')).toBe('model=new&kiosk=1&x=1');
});

test('names what it cannot apply, with the values', () => {
  expect(read('model=a%00b&-q=x&x=1&x=2&orgId=1')).toEqual({
    state: EMPTY,
    problems: [
      { kind: 'invalid', name: '-q', texts: ['x'] },
      { kind: 'invalid', name: 'model', texts: ['a\0b'] },
      { kind: 'unknown', name: 'x', texts: ['1', '2'] },
    ],
  });
});

test.each(['__proto__=1', 'constructor=1', 'toString=1', '-=1', '=1'])('survives the parameter "%s"', (search) => {
  const { state, problems } = read(search);
  expect(state).toEqual(EMPTY);
  expect(problems).toHaveLength(1);
  expect(write(state, search)).toBe(new URLSearchParams(search).toString());
});
