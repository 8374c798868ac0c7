import React, { useState } from 'react';
import { Summary } from './Summary.tsx';
import type { Figures } from './use-figures.ts';

interface Props {
  figures: Figures;
  /** Quota units for 1 USD; null if the data source has no quota. */
  quotaPerUsd: number | null;
}

/** Figures of the selection, above its rows. */
export default function FiguresBar({ figures, quotaPerUsd }: Props) {
  const [unfolded, setUnfolded] = useState(false);
  return <Summary {...{ figures, quotaPerUsd, unfolded }} onUnfold={setUnfolded} />;
}
