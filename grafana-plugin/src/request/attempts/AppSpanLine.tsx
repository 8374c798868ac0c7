import { css, cx } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { useStyles2 } from '@grafana/ui';
import React from 'react';
import { NameHint } from '../../components/NameHint.tsx';
import { formatDuration } from '../../format.ts';
import { joined } from '../../record/record-view.ts';
import { testIds } from '../../testIds.ts';
import type { AppSpanRow } from './app-span-rows.ts';
import { TimeBar } from './TimeBar.tsx';
import { barOf, type TimeAxis } from './time-axis.ts';
import { getLineStyles, getToneStyles } from './tone-styles.ts';

/** Deeper spans are not indented further. */
const MAX_INDENT = 4;

/** One span of the app, with its time beside those of the attempts. */
export function AppSpanLine({ row, axis }: { row: AppSpanRow; axis: TimeAxis }) {
  const styles = useStyles2(getStyles);
  const line = useStyles2(getLineStyles);
  const tones = useStyles2(getToneStyles);
  const { span, depth, durationMs } = row;
  const bar = barOf(row, axis);
  return (
    <li className={line.line} data-testid={testIds.request.appSpan}>
      <span className={cx(line.name, styles.name, styles[`depth${Math.min(depth, MAX_INDENT)}` as Depth])}>
        <NameHint text={joined(' · ', span.service, span.name) ?? span.spanId} />
      </span>
      <span className={cx(line.axis, line.track)}>
        <TimeBar bar={bar} tone={span.failed ? 'error' : 'plain'} />
      </span>
      <span className={cx(line.status, tones.error)}>{span.failed && t('request.app-spans.failed', 'failed')}</span>
      <span className={cx(line.words, styles.words)}>
        {joined(
          ' · ',
          formatDuration(durationMs),
          bar?.cut ? t('request.app-spans.beyond', 'begins before or ends after the call') : null,
        )}
      </span>
    </li>
  );
}

type Depth = 'depth0' | 'depth1' | 'depth2' | 'depth3' | 'depth4';

const getStyles = (theme: GrafanaTheme2) => ({
  name: css({ overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }),
  depth0: css({}),
  depth1: css({ paddingLeft: theme.spacing(1) }),
  depth2: css({ paddingLeft: theme.spacing(2) }),
  depth3: css({ paddingLeft: theme.spacing(3) }),
  depth4: css({ paddingLeft: theme.spacing(4) }),
  words: css({ color: theme.colors.text.secondary, fontVariantNumeric: 'tabular-nums' }),
});
