const NANO_DECIMALS = 9;

/**
 * Exact number of quota units of an amount, as a decimal text.
 *
 * @param nanoUsd integer in decimal digits
 * @param quotaPerUsd units for one USD
 */
export function quotaOf(nanoUsd: string, quotaPerUsd: number): string {
  const [, whole = '0', fraction = '', exponent = '0'] =
    /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(quotaPerUsd)) ?? [];
  const product = BigInt(nanoUsd) * BigInt(whole + fraction);
  const decimals = NANO_DECIMALS + fraction.length - Number(exponent);
  const sign = product < 0n ? '-' : '';
  const digits = (product < 0n ? -product : product).toString() + '0'.repeat(Math.max(-decimals, 0));
  const padded = digits.padStart(decimals + 1, '0');
  const split = padded.length - Math.max(decimals, 0);
  const decimalPart = padded.slice(split).replace(/0+$/, '');
  return `${sign}${padded.slice(0, split)}${decimalPart && `.${decimalPart}`}`;
}

/** The setting as a number of units for one USD; null if it is not a positive number. */
export function quotaPerUsdOf(setting: unknown): number | null {
  const value = Number(setting);
  return setting !== '' && setting !== null && Number.isFinite(value) && value > 0 ? value : null;
}
