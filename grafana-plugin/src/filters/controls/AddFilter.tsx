import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Button, useStyles2 } from '@grafana/ui';
import React, { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { testIds } from '../../testIds.ts';
import { FILTER_FIELDS, type FilterField } from '../filters.ts';
import type { SuggestValues } from '../search/use-completions.ts';
import type { FilterControl } from '../use-filter.ts';
import FilterEditor from './FilterEditor.tsx';
import { BAR_FIELDS } from './bar-fields.ts';
import { filterLabel } from './filter-words.ts';

interface Props {
  filter: FilterControl;
  suggestValues: SuggestValues | null;
}

/** Chooses a field, then edits its conditions. */
export default function AddFilter(props: Props) {
  const [field, setField] = useState<FilterField | null>(null);
  return field === null ? (
    <FieldList onChoose={setField} />
  ) : (
    <>
      <div>
        <Button
          size="sm"
          variant="secondary"
          fill="text"
          icon="angle-left"
          aria-label={t('filters.controls.back', 'Back to the list of filters')}
          onClick={() => setField(null)}
        >
          {filterLabel(field)}
        </Button>
      </div>
      <FilterEditor field={field} {...props} />
    </>
  );
}

function FieldList({ onChoose }: { onChoose: (field: FilterField) => void }) {
  const styles = useStyles2(getStyles);
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => shownButtons(list.current)[0]?.focus(), []);
  return (
    <ul ref={list} className={styles.list} onKeyDown={moveAmongButtons}>
      {FILTER_FIELDS.map((field) => (
        <li key={field} className={BAR_FIELDS.includes(field) ? styles.narrowOnly : undefined}>
          <Button
            size="sm"
            variant="secondary"
            fill="text"
            className={styles.field}
            data-testid={testIds.filters.field(field)}
            onClick={() => onChoose(field)}
          >
            {filterLabel(field)}
          </Button>
        </li>
      ))}
    </ul>
  );
}

function shownButtons(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll('button') ?? [])].filter(({ offsetParent }) => offsetParent !== null);
}

function moveAmongButtons(event: KeyboardEvent<HTMLElement>) {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const buttons = shownButtons(event.currentTarget);
  const next = buttons[buttons.findIndex((button) => button === event.target) + step];
  if (step !== 0 && next) {
    event.preventDefault();
    next.focus();
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({
    listStyle: 'none',
    margin: 0,
    // Room for the focus ring.
    padding: theme.spacing(0.5),
    columns: 2,
    columnGap: theme.spacing(1),
    maxHeight: '60vh',
    overflowY: 'auto',
  }),
  // A wide window has a button for each of these.
  narrowOnly: css({ [theme.breakpoints.up('md')]: { display: 'none' } }),
  field: css({ width: '100%', justifyContent: 'flex-start', color: theme.colors.text.primary }),
});
