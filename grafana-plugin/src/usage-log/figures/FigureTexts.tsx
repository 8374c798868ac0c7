import React from 'react';
import { FigureText } from '../../figures/FigureText.tsx';
import type { SummaryFigure } from '../../figures/summary-figure.ts';

interface Props {
  figures: readonly SummaryFigure[];
  isOutdated: boolean;
}

/** Figures beside each other. */
export function FigureTexts({ figures, isOutdated }: Props) {
  return figures.map((figure) => <FigureText key={figure.id} figure={figure} isOutdated={isOutdated} />);
}
