import { t } from '@grafana/i18n';
import { Alert } from '@grafana/ui';
import React from 'react';
import { NameText } from '../components/NameText.tsx';
import { testIds } from '../testIds.ts';
import type { UrlProblem } from '../url-codec.ts';

interface Props {
  problems: readonly UrlProblem[];
  /** Removes the problems from the URL. */
  onRemove: () => void;
}

/** A long value would hide the rest of the message. */
const MAX_SHOWN = 60;

/** Names the parts of the URL that the page does not apply. Nothing if there are none. */
export function UrlProblems({ problems, onRemove }: Props) {
  if (problems.length === 0) {
    return null;
  }
  return (
    <div data-testid={testIds.states.urlProblems}>
      <Alert
        severity="warning"
        title={t('states.url-problems.title', 'Part of the address is not applied')}
        onRemove={onRemove}
      >
        <ul>
          {problems.map(({ kind, name, texts }) => (
            <li key={`${kind} ${name}`}>
              <NameText text={shortened(`${name}=${texts.join(', ')}`)} />
              {': '}
              {problemWords(kind)}
            </li>
          ))}
        </ul>
      </Alert>
    </div>
  );
}

function problemWords(kind: UrlProblem['kind']): string {
  switch (kind) {
    case 'invalid':
      return t('states.url-problems.invalid', 'cannot be read, the default is used');
    case 'ignored':
      return t('states.url-problems.ignored', 'not known, the rest is applied');
    case 'too_long':
      return t('states.url-problems.too-long', 'not applied, because the filters have too many values');
    case 'unknown':
      return t('states.url-problems.unknown', 'this page has no such parameter');
  }
}

function shortened(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}
