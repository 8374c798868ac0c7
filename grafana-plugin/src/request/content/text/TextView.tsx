import { t } from '@grafana/i18n';
import { LoadingPlaceholder } from '@grafana/ui';
import React, { useCallback, useRef } from 'react';
import { testIds } from '../../../testIds.ts';
import { SearchBar } from './SearchBar.tsx';
import { useSteps } from './steps.ts';
import { rangeOfRow, rowOfCharacter, textRowsSteps } from './text-rows.ts';
import { TextPiece } from './TextPiece.tsx';
import { useColumns } from './use-columns.ts';
import { useSearch } from './use-search.ts';
import { VirtualRows, type RowScroller } from './VirtualRows.tsx';

interface Props {
  text: string;
  /** Names the text for screen readers. */
  label: string;
}

/** A text that is not JSON, of any length, in lines that fit the width. */
export function TextView({ text, label }: Props) {
  const [columns, measure] = useColumns();
  const scroller = useRef<RowScroller>(null);
  const rows = useSteps(useCallback(() => textRowsSteps(text, columns), [text, columns]));
  const search = useSearch(text, (offset) => rows && scroller.current?.show(rowOfCharacter(rows, offset), true));
  const current = search.matches.at[search.current] ?? -1;
  return (
    <div ref={measure}>
      <SearchBar search={search} />
      {rows === null ? (
        <LoadingPlaceholder text={t('request.content.reading', 'Preparing the text…')} />
      ) : (
        <VirtualRows
          scroller={scroller}
          count={rows.count}
          role="region"
          aria-label={label}
          tabIndex={0}
          data-testid={testIds.request.contentText}
          renderRow={(row) => {
            const [from, end] = rangeOfRow(rows, row);
            return (
              <div key={row}>
                <TextPiece text={text} from={from} end={end} matches={search.matches} current={current} />
                {'\n'}
              </div>
            );
          }}
        />
      )}
    </div>
  );
}
