import type { CallType, CaptureLevel, ErrorOrigin, RecordType, Source } from '@tokentrail/records';
import { callTypeWord, captureWords, errorOriginWords, recordTypeWord, sourceWord } from './record-words.ts';

test('a value that is none of the vocabulary is shown as it is, without hidden characters', () => {
  expect(recordTypeWord('\u202Etype' as RecordType)).toBe('[U+202E]type');
  expect(sourceWord('\u202Esource' as Source)).toBe('[U+202E]source');
  expect(errorOriginWords('\u202Eorigin' as ErrorOrigin)).toBe('[U+202E]origin');
  expect(captureWords('\u202Elevel' as CaptureLevel)).toBe('[U+202E]level');
  expect(callTypeWord('\u202Ecall' as CallType)).toBe('[U+202E]call');
});
