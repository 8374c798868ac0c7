import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { type ReactNode } from 'react';
import type { Column } from './column.ts';

/** The column with its details in a second line of each cell. */
export function withSecondLines(column: Column): Column {
  const { cell, firstOfTwo = cell, second } = column;
  if (second === undefined) {
    return column;
  }
  return {
    ...column,
    cell: (record, timeZone) => <TwoLines first={firstOfTwo(record, timeZone)} second={second(record, timeZone)} />,
  };
}

function TwoLines({ first, second }: { first: ReactNode; second: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <>
      <span className={styles.line}>{first}</span>
      {second !== null && second !== false && <span className={styles.second}>{second}</span>}
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const line = { display: 'block', overflow: 'hidden', textOverflow: 'ellipsis' } as const;
  return {
    line: css(line),
    second: css({ ...line, color: theme.colors.text.secondary }),
  };
};
