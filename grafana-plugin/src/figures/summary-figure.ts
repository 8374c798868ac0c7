/** A figure of the summary. */
export interface SummaryFigure {
  id: string;
  /** Short form; null while it is not known yet. */
  value: string | null;
  label: string;
  /** Whether the label stands before the value. */
  labelFirst?: boolean;
  /** A typical value, whose width is reserved until there is one. */
  typical: string;
  /** The exact value in words. */
  exact: string | null;
  /** What is counted. */
  definition: string;
  /** The exact value as plain digits, for the clipboard. Null if there is no value. */
  copied: string | null;
}

/** What a figure needs from its data. */
export interface FigureValue {
  value: string;
  exact: string;
  copied: string | null;
  /** Replaces the label. */
  label?: string;
}

/** A figure of `data`, or its placeholder while `data` is null. */
export function figureOf<T>(
  words: Pick<SummaryFigure, 'id' | 'label' | 'labelFirst' | 'typical' | 'definition'>,
  data: T | null,
  read: (data: T) => FigureValue,
): SummaryFigure {
  return { ...words, ...(data === null ? { value: null, exact: null, copied: null } : read(data)) };
}
