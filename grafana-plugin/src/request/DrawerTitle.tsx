import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import React, { useLayoutEffect, useRef, type ReactNode } from 'react';
import { useEscape } from './use-escape.ts';

interface Props {
  title: string;
  onClose: () => void;
  /** Controls after the title. */
  children: ReactNode;
}

/** The drawer moves the focus itself within this time after it has opened, ms. */
const OPENS_MS = 200;

/**
 * Title of the drawer. It has the focus when the drawer opens: the drawer itself would focus its close button, whose tooltip
 * would then cover the title.
 */
export function DrawerTitle({ title, onClose, children }: Props) {
  const styles = useStyles2(getStyles);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const focus = () => heading.current?.focus({ preventScroll: true });
    const dialog = heading.current?.closest<HTMLElement>('[role="dialog"]');
    const refocus = ({ target }: FocusEvent) => target !== heading.current && focus();
    focus();
    dialog?.addEventListener('focusin', refocus);
    const stop = () => dialog?.removeEventListener('focusin', refocus);
    const timer = setTimeout(stop, OPENS_MS);
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
  useEscape(heading, onClose);
  return (
    <div className={styles.line}>
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        {title}
      </h2>
      {children}
    </div>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  line: css({
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
    // Beside the button that closes the drawer.
    paddingRight: theme.spacing(3),
  }),
  title: css({ margin: 0, fontSize: theme.typography.h4.fontSize, overflowWrap: 'anywhere', outline: 'none' }),
});
