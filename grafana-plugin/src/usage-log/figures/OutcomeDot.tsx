import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2, useTheme2 } from '@grafana/ui';
import type { Outcome } from '@tokentrail/records';
import React from 'react';
import { outcomeColor } from '../../record/outcome-words.ts';

/** Colour of an outcome in a legend. */
export function OutcomeDot({ outcome }: { outcome: Outcome }) {
  const styles = useStyles2(getStyles);
  return <span aria-hidden className={styles} style={{ background: outcomeColor(useTheme2(), outcome) }} />;
}

const getStyles = (theme: GrafanaTheme2) =>
  css({
    display: 'inline-block',
    flexShrink: 0,
    width: theme.spacing(1),
    height: theme.spacing(1),
    borderRadius: theme.shape.radius.circle,
  });
