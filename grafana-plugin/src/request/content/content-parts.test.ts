import { ATTRIBUTES, type AttributeKey } from '@tokentrail/records';
import { contentParts } from './content-parts.ts';

test('indents JSON and returns other content unchanged', () => {
  expect(
    contentParts({
      clientRequestBody: '{"model":"gpt-4o","n":1}',
      clientResponseBody: 'data: {"x":1}\n\n',
      metadata: '',
    }),
  ).toEqual([
    { key: 'clientRequestBody', label: 'Request body', text: '{\n  "model": "gpt-4o",\n  "n": 1\n}' },
    { key: 'clientResponseBody', label: 'Response body', text: 'data: {"x":1}\n\n' },
  ]);
});

test('has a label for every content attribute', () => {
  const keys = (Object.keys(ATTRIBUTES) as AttributeKey[]).filter((key) => ATTRIBUTES[key].store === 'traces');
  const content = Object.fromEntries(keys.map((key) => [key, 'x']));
  expect(
    contentParts(content)
      .map(({ key }) => key)
      .sort(),
  ).toEqual([...keys].sort());
});
