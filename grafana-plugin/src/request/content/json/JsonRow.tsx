import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Icon, useStyles2 } from '@grafana/ui';
import React from 'react';
import { formatCount } from '../../../format.ts';
import { testIds } from '../../../testIds.ts';
import type { Matches } from '../text/search-text.ts';
import { TextPiece } from '../text/TextPiece.tsx';
import { endOfString, type JsonIndex, type JsonKind } from './json-index.ts';
import { CLOSE, columnsAt, INDENT, MAX_INDENT, MAX_NAME, partAt, type JsonRows } from './json-rows.ts';
import { kindOf, sizeOf } from './json-value.ts';

interface Props {
  id: string;
  index: JsonIndex;
  rows: JsonRows;
  row: number;
  columns: number;
  canFold: boolean;
  isFolded: boolean;
  isCurrent: boolean;
  matches: Matches;
  /** Offset of the match that the user is at. */
  match: number;
  onChoose: (row: number) => void;
  onToggle: (row: number) => void;
}

/** One row of an indented JSON text. Only the first row of a value is an item for screen readers. */
export function JsonRow(props: Props) {
  const { id, index, rows, row, canFold, isFolded, isCurrent, onChoose, onToggle } = props;
  const styles = useStyles2(getStyles);
  const depth = rows.depth[row] ?? 0;
  const isHead = rows.part[row] === 0;
  const level = Math.min(depth, MAX_INDENT);
  return (
    <div
      id={id}
      className={cx(styles.row, isCurrent && styles.current)}
      style={{ paddingLeft: `${level * INDENT + 2}ch` }}
      {...(isHead
        ? {
            role: 'treeitem',
            'aria-level': depth + 1,
            'aria-selected': isCurrent,
            ...(canFold && { 'aria-expanded': !isFolded }),
          }
        : { role: 'presentation' })}
      data-testid={testIds.request.jsonRow}
      onClick={() => isHead && onChoose(row)}
    >
      {isHead && canFold && (
        <span className={styles.fold} data-fold aria-hidden onClick={() => onToggle(row)}>
          <Icon name={isFolded ? 'angle-right' : 'angle-down'} size="sm" />
        </span>
      )}
      {isHead && depth > MAX_INDENT && <span className={styles.note}>{formatCount(depth)}: </span>}
      <RowText {...props} index={index} />
      {'\n'}
    </div>
  );
}

function RowText({ index, rows, row, columns, isFolded, matches, match }: Props) {
  const styles = useStyles2(getStyles);
  const value = rows.value[row] ?? 0;
  const part = rows.part[row] ?? 0;
  const { text, name, next } = index;
  const start = index.start[value] ?? 0;
  const end = index.end[value] ?? 0;
  const kind = kindOf(index, value);
  const search = { text, matches, current: match };
  const comma = needsComma(index, value) ? ',' : '';
  if (part === CLOSE) {
    return (
      <span className={styles.sign}>
        {text[end - 1]}
        {comma}
      </span>
    );
  }
  const nameAt = part === 0 ? (name[value] ?? -1) : -1;
  const nameEnd = nameAt < 0 ? nameAt : endOfString(text, nameAt);
  const isContainer = kind === 'object' || kind === 'list';
  const isOpen = isContainer && !isFolded && (next[value] ?? 0) > value + 1;
  const [from, until] = isContainer
    ? [start, start + 1]
    : partAt(index, value, part, columnsAt(rows.depth[row] ?? 0, columns));
  return (
    <>
      {nameAt >= 0 && (
        <>
          <TextPiece {...search} className={styles.name} from={nameAt} end={Math.min(nameEnd, nameAt + MAX_NAME)} />
          <span className={styles.sign}>{nameEnd - nameAt > MAX_NAME && '…'}: </span>
        </>
      )}
      <TextPiece {...search} className={styles[kind]} from={from} end={until} />
      {isContainer && !isOpen && <Inside index={index} value={value} />}
      {isContainer && !isOpen && <span className={styles.sign}>{text[end - 1]}</span>}
      {!isContainer && until < end && isFolded && (
        <span className={styles.note}>
          {'… '}
          {t('request.content.json.characters', '', {
            count: end - start,
            formatted: formatCount(end - start),
            defaultValue_one: '{{formatted}} character',
            defaultValue_other: '{{formatted}} characters',
          })}
        </span>
      )}
      {!isOpen && (until >= end || isFolded || isContainer) && <span className={styles.sign}>{comma}</span>}
    </>
  );
}

/** A larger number is not counted, because each visible row would count it again. */
const MAX_COUNTED = 100_000;

/** How many values a folded object or list has. */
function Inside({ index, value }: { index: JsonIndex; value: number }) {
  const styles = useStyles2(getStyles);
  const size = sizeOf(index, value, MAX_COUNTED);
  if (size === 0) {
    return null;
  }
  const formatted = formatCount(size) + (size === MAX_COUNTED ? '+' : '');
  return (
    <span className={styles.note}>
      {' '}
      {kindOf(index, value) === 'object'
        ? t('request.content.json.fields', '', {
            count: size,
            formatted,
            defaultValue_one: '{{formatted}} field',
            defaultValue_other: '{{formatted}} fields',
          })
        : t('request.content.json.items', '', {
            count: size,
            formatted,
            defaultValue_one: '{{formatted}} item',
            defaultValue_other: '{{formatted}} items',
          })}{' '}
    </span>
  );
}

/** Whether another value of the same object or list follows. */
function needsComma({ next, parent }: JsonIndex, value: number): boolean {
  const container = parent[value] ?? -1;
  return container >= 0 && (next[value] ?? 0) < (next[container] ?? 0);
}

const getStyles = (theme: GrafanaTheme2) => {
  const colors: Record<JsonKind, string> = {
    object: theme.colors.text.secondary,
    list: theme.colors.text.secondary,
    string: theme.colors.success.text,
    number: theme.colors.info.text,
    literal: theme.colors.warning.text,
  };
  const ofKind = (kind: JsonKind) => css({ color: colors[kind] });
  return {
    row: css({
      position: 'relative',
      paddingRight: theme.spacing(1),
      '&:hover': { background: theme.colors.action.hover },
    }),
    current: css({ background: theme.colors.action.selected }),
    fold: css({
      position: 'absolute',
      width: '2ch',
      marginLeft: '-2ch',
      textAlign: 'center',
      cursor: 'pointer',
      color: theme.colors.text.secondary,
    }),
    name: css({ color: theme.colors.text.primary }),
    sign: css({ color: theme.colors.text.secondary }),
    note: css({ color: theme.colors.text.secondary, fontStyle: 'italic' }),
    object: ofKind('object'),
    list: ofKind('list'),
    string: ofKind('string'),
    number: ofKind('number'),
    literal: ofKind('literal'),
  };
};
