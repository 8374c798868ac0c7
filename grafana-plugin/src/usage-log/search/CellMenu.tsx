import type { FilterCondition } from '@tokentrail/usage-store';
import { type UsageRecord, visibleText } from '@tokentrail/records';
import type { IconName } from '@grafana/data';
import { t } from '@grafana/i18n';
import { ContextMenu, Menu } from '@grafana/ui';
import React, { useEffect, useMemo } from 'react';
import { MenuLink } from '../../components/MenuLink.tsx';
import { HIDDEN_NAME, useNamesHidden } from '../../components/NamesHidden.tsx';
import { useRecordLinks, type RecordLink } from '../../request/RecordLinks.tsx';
import { testIds } from '../../testIds.ts';
import type { ChosenRows } from '../compare/use-chosen-rows.ts';
import { cellFilters, type CellFilter, type CellValue } from './cell-filters.ts';

interface Props {
  /** Id of the cell's column. */
  column: string;
  record: UsageRecord;
  /** Element at which the menu opens. */
  anchor: HTMLElement;
  /** The rows that are chosen to compare them. */
  chosen: ChosenRows;
  onFilter: (condition: FilterCondition) => void;
  onClose: () => void;
}

/** A long value would make the menu as wide as the window. */
const MAX_SHOWN = 60;

/** Columns whose menus lead to the app's trace and logs: the first one of a row, and the ids. */
const LINKED_COLUMNS = ['time', 'request-id', 'trace-id', 'response-id'];

/**
 * Menu of one cell: filters for and without its values, copies them, chooses the row to compare it, and opens the app's trace
 * and logs.
 */
export default function CellMenu({ column, record, anchor, chosen, onFilter, onClose }: Props) {
  const values = useMemo(() => cellFilters(column, record), [column, record]);
  const links = useRecordLinks(record);
  const shownLinks = LINKED_COLUMNS.includes(column) ? links : [];
  const { left, bottom } = useMemo(() => anchor.getBoundingClientRect(), [anchor]);
  useEffect(() => {
    // The menu would stay where the cell was.
    const close = ({ target }: Event) => target instanceof Node && target.contains(anchor) && onClose();
    window.addEventListener('scroll', close, true);
    return () => window.removeEventListener('scroll', close, true);
  }, [anchor, onClose]);
  return (
    <ContextMenu
      x={left}
      y={bottom}
      onClose={onClose}
      renderMenuItems={() => (
        <>
          {values.length === 0 && <Menu.Item label={t('search.cell.nothing', 'No value to filter by')} disabled />}
          {values.map((value, index) => (
            <ValueItems key={index} {...{ value, onFilter }} />
          ))}
          <Menu.Item
            label={compareWords(record, chosen)}
            icon="columns"
            testId={testIds.search.cellMenuCompare}
            onClick={() => chosen.toggle(record)}
          />
          {shownLinks.map((link) => (
            <LinkItem key={link.kind} link={link} />
          ))}
        </>
      )}
    />
  );
}

/** What choosing the row of the menu does. */
function compareWords(record: UsageRecord, chosen: ChosenRows): string {
  if (chosen.has(record)) {
    return t('search.cell.compare-not', 'Do not compare this row');
  }
  return chosen.records.length === 0
    ? t('search.cell.compare', 'Compare with…')
    : t('search.cell.compare-with', 'Compare with the chosen row');
}

function ValueItems({ value, onFilter }: { value: CellValue; onFilter: Props['onFilter'] }) {
  const { shown, copied, personal, filters } = value;
  const hidden = useNamesHidden() && personal;
  const label = hidden ? HIDDEN_NAME : labelOf(shown);
  return (
    <Menu.Group label={label} ariaLabel={label}>
      {filters.map((filter) => (
        <Menu.Item
          key={filter.label}
          label={filter.label}
          ariaLabel={t('search.cell.filter-value', '{{filter}}: {{value}}', {
            filter: filter.label,
            value: label,
            interpolation: { escapeValue: false },
          })}
          icon={iconOf(filter)}
          testId={testIds.search.cellMenuItem}
          onClick={() => onFilter(filter.condition)}
        />
      ))}
      {copied !== null && !hidden && (
        <Menu.Item
          label={t('search.cell.copy', 'Copy value')}
          ariaLabel={t('search.cell.copy-value', 'Copy value: {{value}}', {
            value: label,
            interpolation: { escapeValue: false },
          })}
          icon="copy"
          testId={testIds.search.cellMenuItem}
          onClick={() => void navigator.clipboard.writeText(copied)}
        />
      )}
    </Menu.Group>
  );
}

function LinkItem({ link: { kind, label, href, warning } }: { link: RecordLink }) {
  return (
    <MenuLink
      label={label}
      href={href}
      icon={kind === 'trace' ? 'gf-traces' : 'gf-logs'}
      description={warning}
      testId={testIds.search.cellMenuItem}
    />
  );
}

function labelOf(shown: string | null): string {
  return shown === null ? t('search.cell.not-reported', 'Not reported') : shortened(visibleText(shown));
}

function iconOf({ condition }: CellFilter): IconName {
  if ('comparison' in condition) {
    return condition.comparison === '>=' ? 'arrow-up' : 'arrow-down';
  }
  // As in Grafana's table.
  return condition.exclude === true ? 'search-minus' : 'search-plus';
}

function shortened(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`;
}
