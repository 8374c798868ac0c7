import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { t } from '@grafana/i18n';
import { Dropdown, LoadingPlaceholder, useStyles2 } from '@grafana/ui';
import React, { Suspense, type KeyboardEvent, type MouseEvent, type ReactElement, type ReactNode } from 'react';
import { testIds } from '../../testIds.ts';

/** Attribute of a button in a popover whose click closes it. */
export const CLOSES = { 'data-closes-popover': true } as const;

interface Props {
  /** Name for screen readers. */
  label: string;
  /** May be loaded lazily. */
  content: ReactNode;
  /** The button that opens the popover. */
  children: ReactElement<Record<string, unknown>>;
}

/** A button with a popover of controls. Esc, a click outside and a button with `CLOSES` close it. */
export function FilterPopover({ label, content, children }: Props) {
  return (
    <Dropdown placement="bottom-start" overlay={<Content label={label}>{content}</Content>}>
      {children}
    </Dropdown>
  );
}

function Content({ label, children }: { label: string; children: ReactNode }) {
  const styles = useStyles2(getStyles);
  return (
    <div
      role="dialog"
      aria-label={label}
      className={styles.popover}
      data-testid={testIds.filters.popover}
      onClick={keepOpen}
      onKeyDown={keepOpenOnTab}
    >
      <Suspense fallback={<LoadingPlaceholder text={t('filters.controls.loading', 'Loading…')} />}>{children}</Suspense>
    </div>
  );
}

/** Grafana's Dropdown is for menus: a click or Tab inside it would close it. */
function keepOpen(event: MouseEvent<HTMLElement>) {
  if (!(event.target instanceof Element) || event.target.closest('[data-closes-popover]') === null) {
    event.stopPropagation();
  }
}

function keepOpenOnTab(event: KeyboardEvent<HTMLElement>) {
  if (event.key === 'Tab') {
    event.stopPropagation();
  }
}

const getStyles = (theme: GrafanaTheme2) => ({
  popover: css({
    display: 'flex',
    flexDirection: 'column',
    gap: theme.spacing(1),
    width: theme.spacing(42),
    maxWidth: '95vw',
    padding: theme.spacing(1),
    background: theme.colors.background.elevated ?? theme.colors.background.primary,
    borderRadius: theme.shape.radius.default,
    border: `1px solid ${theme.colors.border.weak}`,
    boxShadow: theme.shadows.z3,
  }),
});
