import { parseSearch } from '@tokentrail/usage-store';
import { contextAt } from './caret-context.ts';
import { completionsAt, suggestedField, withCompletion, type Completion } from './completions.ts';

const VALUES = [
  { value: 'gpt-4o', count: 2 },
  { value: 'a, b', count: 1 },
  { value: 'İz', count: 1 },
  { value: 'x'.repeat(1_001), count: 1 },
];

/** What the list offers for a text with the caret at its end. The store has the same values of each field. */
function completionsOf(text: string): Completion[] {
  const context = contextAt(text, text.length);
  return context === null ? [] : completionsAt(context, suggestedField(context) === null ? [] : VALUES);
}

const offered = (text: string) => completionsOf(text).map(({ insert }) => insert);

const OFFERED: [text: string, offered: string[]][] = [
  ['mod', ['model:', 'request_model:', 'response_model:']],
  ['dura', ['duration:']],
  ['agent', ['agent:']],
  ['fail', ['state:failed']],
  ['429', ['status:429']],
  ['5xx', ['status:5xx']],
  ['nothing-like-this', []],
  ['model:', ['gpt-4o', '"a, b"', 'İz', '""']],
  ['model:G', ['gpt-4o']],
  ['model:i', ['İz']],
  ['model:"a', ['"a, b"']],
  ['model:gpt-4o,', ['"a, b"', 'İz', '""']],
  ['state:r', ['running', 'retried']],
  ['status:', ['2xx', '3xx', '4xx', '5xx']],
  ['status:50', ['500', '502', '503', '504']],
  ['stream:', ['yes', 'no']],
  ['type:to', ['topup']],
  ['cost:', ['>', '>=', '<', '<=']],
  ['cost:>', ['>0.001', '>0.01', '>0.1', '>1']],
  ['duration:>2', ['>2ms', '>2s', '>2min', '>2h']],
  ['duration:>2m', ['>2ms', '>2min']],
  ['tokens:<=5', ['<=5', '<=5k', '<=5M']],
];

test.each(OFFERED)('after %j the list offers %j', (text, expected) => {
  expect(offered(text)).toEqual(expected);
});

test('the list offers fields by what they compare, after those by name', () => {
  expect(offered('st')).toEqual(['state:', 'status:', 'stream:']);
  expect(offered('time')).toEqual(['first_chunk:']);
});

test('each condition that the list offers can be read', () => {
  for (const [text] of OFFERED) {
    for (const completion of completionsOf(text)) {
      const next = withCompletion(text, completion);
      expect(completion.ends ? parseSearch(next.text).problems : []).toEqual([]);
      expect(next.caret).toBe(next.text.length);
    }
  }
});

test('the list leaves out a value that is too long for a search', () => {
  expect(offered('model:x')).toEqual([]);
});

test('a completed value is followed by one space', () => {
  const context = contextAt('model:g acme', 7);
  const [completion] = context === null ? [] : completionsAt(context, VALUES);
  expect(completion && withCompletion('model:g acme', completion)).toEqual({ text: 'model:gpt-4o acme', caret: 12 });
});
