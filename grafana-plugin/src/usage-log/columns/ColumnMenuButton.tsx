import { css } from '@emotion/css';
import { t } from '@grafana/i18n';
import { Button } from '@grafana/ui';
import type { UsageRecord } from '@tokentrail/records';
import React, { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { testIds } from '../../testIds.ts';
import type { Columns } from './use-columns.ts';

const ColumnMenu = lazy(() => import('./ColumnMenu.tsx'));

interface Props {
  columns: Columns;
  /** Loaded records. */
  records: readonly UsageRecord[];
}

/**
 * Button that opens the column menu. Not Grafana's Toggletip: that hides the rest of the page from screen readers, while the
 * columns that change there are the reason to open the menu.
 */
export function ColumnMenuButton({ columns, records }: Props) {
  const [isOpen, setIsOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isOpen) {
      return;
    }
    const onMouseDown = ({ target }: Event) => {
      if (target instanceof Node && box.current?.contains(target) !== true) {
        setIsOpen(false);
      }
    };
    document.addEventListener('mousedown', onMouseDown);
    return () => document.removeEventListener('mousedown', onMouseDown);
  }, [isOpen]);
  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  return (
    <div
      ref={box}
      className={BOX}
      onKeyDown={({ key }) => isOpen && key === 'Escape' && close()}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) {
          setIsOpen(false);
        }
      }}
    >
      <Button
        ref={button}
        variant="secondary"
        icon="columns"
        aria-expanded={isOpen}
        aria-haspopup="dialog"
        data-testid={testIds.usageLog.columnMenu}
        onClick={() => setIsOpen(!isOpen)}
        aria-label={t('usage-log.columns.button', 'Columns')}
        tooltip={t('usage-log.columns.button', 'Columns')}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <ColumnMenu columns={columns} records={records} />
        </Suspense>
      )}
    </div>
  );
}

const BOX = css({ position: 'relative' });
