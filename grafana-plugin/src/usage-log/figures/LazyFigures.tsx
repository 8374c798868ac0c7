import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { lazy, Suspense, type ComponentProps } from 'react';

/** Loaded beside the rows, which do not wait for it. */
const FiguresBar = lazy(() => import('./FiguresBar.tsx'));

/** The figures, with their height reserved while their code loads, so that the rows do not move. */
export function LazyFigures(props: ComponentProps<typeof FiguresBar>) {
  const styles = useStyles2(getStyles);
  return (
    <div className={props.histogramShown === true ? styles.withHistogram : styles.lines}>
      <Suspense fallback={props.children}>
        <FiguresBar {...props} />
      </Suspense>
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => {
  const twoLines = theme.components.height.sm * 2 + 0.5;
  return {
    lines: css({ minHeight: theme.spacing(twoLines) }),
    withHistogram: css({ minHeight: theme.spacing(twoLines + 6) }),
  };
};
