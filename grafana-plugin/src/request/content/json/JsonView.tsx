import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t, Trans } from '@grafana/i18n';
import { Button, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { useId } from 'react';
import { testIds } from '../../../testIds.ts';
import { SearchBar } from '../text/SearchBar.tsx';
import { useColumns } from '../text/use-columns.ts';
import { VirtualRows } from '../text/VirtualRows.tsx';
import type { JsonIndex } from './json-index.ts';
import { canFold, type JsonRows } from './json-rows.ts';
import { JsonRow } from './JsonRow.tsx';
import { rowOfCurrent, useJsonTree, type JsonTree } from './use-json-tree.ts';
import { ValueBar } from './ValueBar.tsx';

interface Props {
  index: JsonIndex;
  /** Names the text for screen readers. */
  label: string;
}

/** A JSON text as a tree that can be folded, searched and copied from. It shows each value as it was recorded. */
export function JsonView({ index, label }: Props) {
  const styles = useStyles2(getStyles);
  const [columns, measure] = useColumns();
  const tree = useJsonTree(index, columns);
  return (
    <div ref={measure} className={styles.view}>
      <SearchBar search={tree.search}>
        <Button size="sm" variant="secondary" fill="text" icon="angle-double-down" onClick={tree.unfoldAll}>
          <Trans i18nKey="request.content.json.unfold-all">Unfold all</Trans>
        </Button>
        <Button size="sm" variant="secondary" fill="text" icon="angle-double-right" onClick={tree.foldAll}>
          <Trans i18nKey="request.content.json.fold-all">Fold all</Trans>
        </Button>
      </SearchBar>
      {tree.rows === null ? (
        <LoadingPlaceholder text={t('request.content.reading', 'Preparing the text…')} />
      ) : (
        <Tree index={index} columns={columns} tree={tree} rows={tree.rows} label={label} />
      )}
      <ValueBar index={index} value={tree.current} />
    </div>
  );
}

interface TreeProps extends Props {
  columns: number;
  tree: JsonTree;
  rows: JsonRows;
}

function Tree({ index, columns, tree, rows, label }: TreeProps) {
  const id = useId();
  const { current, isFolded, search } = tree;
  const match = search.matches.at[search.current] ?? -1;
  return (
    <VirtualRows
      scroller={tree.scroller}
      count={rows.count}
      role="tree"
      aria-label={label}
      active={{ row: rowOfCurrent(rows, current), id: `${id}-${current}` }}
      tabIndex={0}
      data-testid={testIds.request.contentText}
      onKeyDown={tree.onKeyDown}
      renderRow={(row) => {
        const value = rows.value[row] ?? 0;
        const isHead = rows.part[row] === 0;
        return (
          <JsonRow
            key={row}
            id={isHead ? `${id}-${value}` : `${id}-row-${row}`}
            {...{ index, rows, row, columns, match }}
            canFold={canFold(index, value, rows.depth[row] ?? 0, columns)}
            isFolded={isFolded(value)}
            isCurrent={value === current && isHead}
            matches={search.matches}
            onChoose={tree.choose}
            onToggle={tree.toggle}
          />
        );
      }}
    />
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  view: css({ display: 'flex', flexDirection: 'column', gap: theme.spacing(1) }),
});
