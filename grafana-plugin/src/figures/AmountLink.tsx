import type { AmountTotal } from '@tokentrail/usage-store';
import React from 'react';
import { amount } from './figure-values.ts';
import { FigureLink } from './FigureLink.tsx';

/** A sum of amounts, with all its digits in the tooltip and when copied. Leads to its rows. */
export function AmountLink({ sum, path }: { sum: AmountTotal; path: string | null }) {
  const { value, exact, copied } = amount(sum);
  return (
    <FigureLink path={path} words={exact} copied={copied}>
      {value}
    </FigureLink>
  );
}
