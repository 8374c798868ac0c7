import { css } from '@emotion/css';
import { FieldColorModeId, FieldType, type FieldSparkline, type GrafanaTheme2 } from '@grafana/data';
import { Sparkline as GrafanaSparkline, useTheme2 } from '@grafana/ui';
import React, { useMemo } from 'react';

interface Props {
  /** One for each point, from the oldest to the newest. */
  values: readonly number[];
  /** What the line shows, for screen readers. */
  label: string;
}

/** In units of the theme's spacing. */
const WIDTH = 11;
const HEIGHT = 3;

/** A small line without axes, which begins at 0. Nothing for less than two points. */
export function Sparkline({ values, label }: Props) {
  const theme = useTheme2();
  const sparkline = useMemo(() => sparklineOf(values, theme), [values, theme]);
  return (
    values.length > 1 && (
      <div role="img" aria-label={label} className={BOX}>
        <GrafanaSparkline
          theme={theme}
          width={theme.spacing.gridSize * WIDTH}
          height={theme.spacing.gridSize * HEIGHT}
          sparkline={sparkline}
        />
      </div>
    )
  );
}

function sparklineOf(values: readonly number[], theme: GrafanaTheme2): FieldSparkline {
  const max = Math.max(...values);
  return {
    y: {
      name: 'sparkline',
      type: FieldType.number,
      values: [...values],
      config: {
        color: { mode: FieldColorModeId.Fixed, fixedColor: theme.colors.primary.main },
        custom: { lineWidth: 1, fillOpacity: 10 },
      },
      state: { range: { min: 0, max, delta: max } },
    },
  };
}

const BOX = css({ display: 'inline-block', verticalAlign: 'middle' });
