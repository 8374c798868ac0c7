import { t } from '@grafana/i18n';
import { FieldValidationMessage } from '@grafana/ui';
import { RECORD_TYPES, visibleText } from '@tokentrail/records';
import { SEARCH_LIMITS, STATES, type SearchProblem } from '@tokentrail/usage-store';
import React from 'react';
import { testIds } from '../../testIds.ts';
import { writtenPartAt } from './caret-context.ts';

interface Props {
  problems: readonly SearchProblem[];
  text: string;
  /** Null while the text field does not have the focus. */
  caret: number | null;
}

/** A long part would hide what to write instead. */
const MAX_SHOWN = 40;

/** What to write instead of the parts of a search that cannot be read. The part that is being written is not named yet. */
export default function SearchProblems({ problems, text, caret }: Props) {
  const written = caret === null ? null : writtenPartAt(text, caret);
  const shown = problems.filter(({ part }) => part === '' || part !== written);
  return (
    <div role="status" data-testid={testIds.search.problems}>
      {shown.length > 0 && <FieldValidationMessage>{shown.map(wordsOf).join(' ')}</FieldValidationMessage>}
    </div>
  );
}

function wordsOf(problem: SearchProblem): string {
  const advice = adviceOf(problem);
  return problem.part === ''
    ? advice
    : t('search.problem.part', '“{{part}}” cannot be read. {{advice}}', {
        part: visibleText(problem.part.length > MAX_SHOWN ? `${problem.part.slice(0, MAX_SHOWN)}…` : problem.part),
        advice,
        interpolation: { escapeValue: false },
      });
}

function adviceOf({ reason }: SearchProblem): string {
  switch (reason) {
    case 'length':
      return t('search.problem.length', 'Write at most {{max}} characters.', { max: SEARCH_LIMITS.length });
    case 'words':
      return t('search.problem.words', 'Write at most {{max}} words.', { max: SEARCH_LIMITS.words });
    case 'words_length':
      return t('search.problem.words-length', 'Write words of at most {{max}} characters in total.', {
        max: SEARCH_LIMITS.wordsLength,
      });
    case 'conditions':
      return t('search.problem.conditions', 'Write at most {{max}} conditions.', { max: SEARCH_LIMITS.conditions });
    case 'segment_length':
      return t('search.problem.segment-length', 'Write at most {{max}} characters in a word.', {
        max: SEARCH_LIMITS.segmentLength,
      });
    case 'phrase':
      return t('search.problem.phrase', 'Close the phrase with a double quote.');
    case 'value':
      return t(
        'search.problem.value',
        'Write a value after the colon, in double quotes if it contains a comma or white space.',
      );
    case 'state':
      return oneOf(STATES);
    case 'type':
      return oneOf(RECORD_TYPES);
    case 'status':
      return t('search.problem.status', 'Write a status such as status:404 or a class such as status:4xx.');
    case 'stream':
      return t('search.problem.stream', 'Write stream:yes or stream:no.');
    case 'duration':
    case 'first_chunk':
      return t('search.problem.time', 'Write a time with its unit, such as {{field}}:>2s or {{field}}:<=500ms.', {
        field: reason,
        interpolation: { escapeValue: false },
      });
    case 'cost':
      return t('search.problem.cost', 'Write US dollars, such as cost:>0.1.');
    case 'tokens':
      return t('search.problem.tokens', 'Write a whole number, such as tokens:>=1000 or tokens:>1k.');
  }
}

function oneOf(values: readonly string[]): string {
  return t('search.problem.one-of', 'Write one or more of {{values}}, separated by commas.', {
    values: values.join(', '),
    interpolation: { escapeValue: false },
  });
}
