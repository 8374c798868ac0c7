import type { Locator, Page } from '@playwright/test';
import { nanoToUsd } from '@tokentrail/records';
import { testIds } from '../../grafana-plugin/src/testIds.ts';
import { copied } from './copied.ts';
import { expect } from './fixtures.ts';
import type { SpendingCall } from './spending-calls.ts';

/** A row of a table by its name: a value of the dimension, "Not reported" or "Total". */
export function rowNamed(page: Page, testId: string, name: string | RegExp): Locator {
  return page.getByTestId(testId).filter({ has: page.getByRole('rowheader', { name, exact: true }) });
}

export function cellOf(row: Locator, column: string): Locator {
  return row.locator(`[data-column="${column}"]`);
}

/** Sum of the known amounts in nano-USD, and the number of unknown ones. */
export function costOf(calls: readonly SpendingCall[]): { nanoUsd: bigint; unknown: number } {
  return {
    nanoUsd: calls.reduce((sum, { nanoUsd }) => sum + (nanoUsd ?? 0n), 0n),
    unknown: calls.filter(({ nanoUsd }) => nanoUsd === null).length,
  };
}

/** An amount of at least $1 as the page shows it, rounded half up to the cent. */
export function shownUsd(nanoUsd: bigint): string {
  const cents = (nanoUsd + 5_000_000n) / 10_000_000n;
  const dollars = new Intl.NumberFormat('en-US').format(cents / 100n);
  return `$${dollars}.${String(cents % 100n).padStart(2, '0')}`;
}

/** Expects the sum of the calls in a cell: as text to the last digit shown, and with all digits when copied. */
export async function expectCost(cell: Locator, calls: readonly SpendingCall[]): Promise<void> {
  const { nanoUsd, unknown } = costOf(calls);
  await expect(cell).toHaveText((unknown > 0 ? '≥ ' : '') + shownUsd(nanoUsd));
  expect(await copied(cell)).toBe(nanoToUsd(String(nanoUsd)));
}

/** Expects that the usage log shows as many calls, and their cost. */
export async function expectLog(page: Page, calls: readonly SpendingCall[]): Promise<void> {
  const figure = (id: string) => page.locator(`[data-figure="${id}"]`);
  await expect(page.getByTestId(testIds.usageLog.page)).toBeVisible();
  await expect.poll(() => copied(figure('calls'))).toBe(String(calls.length));
  expect(await copied(figure('spent'))).toBe(nanoToUsd(String(costOf(calls).nanoUsd)));
}
