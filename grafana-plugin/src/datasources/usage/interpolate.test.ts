import { parseSearch } from '@tokentrail/usage-store';
import { installVariables, type TestVariable } from '../../testing/variables.ts';
import { interpolateSearch } from './interpolate.ts';

const AWKWARD = ['a, b', 'say "hi"', 'back\\slash', '-minus', '>5', 'user:x', "o'neil", '', '日本 語', '*', '$other'];

function searchWith(text: string, variables: Readonly<Record<string, TestVariable>>): string {
  installVariables(variables);
  return interpolateSearch(text, {});
}

const data = (...value: string[]): TestVariable => ({ type: 'query', value });

describe('the value of a condition', () => {
  test.each(AWKWARD.filter((value) => value !== ''))('selects exactly the value %j', (value) => {
    const { conditions, terms, problems } = parseSearch(searchWith('group:shop user:$u gpt', { u: data(value) }));
    expect(problems).toEqual([]);
    expect(conditions).toMatchObject([
      { field: 'group', values: ['shop'] },
      { field: 'user', values: [value] },
    ]);
    expect(terms.map(({ text }) => text)).toEqual(['gpt']);
  });

  test('selects each of several values', () => {
    expect(searchWith('model:${m}', { m: data('gpt-4o', 'my model') })).toBe('model:gpt-4o,"my model"');
    expect(searchWith('-model:[[m]],claude', { m: data('a', 'b') })).toBe('-model:a,b,claude');
  });

  test('combines values and text', () => {
    expect(searchWith('endpoint:/$a/x/$b', { a: data('1', '2'), b: data('3') })).toBe('endpoint:/1/x/3,/2/x/3');
    expect(searchWith('user:"Team $t"', { t: data('A "B"') })).toBe('user:"Team A \\"B\\""');
  });

  test('is compared as a number', () => {
    expect(searchWith('cost:>$min duration:<=$max', { min: data('0.1'), max: data('2s') })).toBe(
      'cost:>0.1 duration:<=2s',
    );
  });
});

describe('a variable that selects everything', () => {
  const options = ['a', 'b'];
  test.each<[string, TestVariable]>([
    ['All', { type: 'query', value: '$__all', options }],
    ['All of several', { type: 'query', value: ['$__all'], options }],
    ['All with a value of its own', { type: 'query', value: '$__all', allValue: '*' }],
    ['no value', { type: 'query', value: [] }],
    ['an empty text box', { type: 'textbox', value: '' }],
  ])('filters nothing: %s', (_name, variable) => {
    expect(searchWith('model:$m -user:x$m gpt $m', { m: variable })).toBe('gpt');
  });

  test('is not a value with that name', () => {
    expect(searchWith('group:$g', { g: data('All') })).toBe('group:All');
  });
});

describe('a word', () => {
  test('is a phrase if its values are data', () => {
    expect(searchWith('-$u', { u: data('state:failed') })).toBe('-"state:failed"');
    expect(searchWith('/agents/$a', { a: data('my agent') })).toBe('"/agents/my agent"');
  });

  test.each(['textbox', 'custom', 'constant'] as const)('is a search if it is a %s', (type) => {
    expect(searchWith('$s group:shop', { s: { type, value: 'state:failed gpt' } })).toBe('state:failed gpt group:shop');
  });

  test('cannot enclose what follows', () => {
    expect(() => searchWith('$s group:"my shop"', { s: { type: 'textbox', value: '"open' } })).toThrow(
      'Close the phrase with a double quote.',
    );
  });
});

test('leaves other formats to Grafana, and unknown variables and text as they are', () => {
  expect(searchWith('model:${m:csv} "costs $5" price:$9', { m: data('a', 'b') })).toBe(
    'model:a,b "costs $5" "price:$9"',
  );
});
