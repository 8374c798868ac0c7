/** An unfolded row and the height of what it shows below itself, in pixels. */
export interface Unfolded {
  /** Position in the list, from 0. */
  index: number;
  height: number;
}

/** Sizes of a list of rows, in pixels. All rows have the same height; only unfolded ones have more below them. */
export interface RowSizes {
  count: number;
  rowHeight: number;
  /** In the order of the list. */
  unfolded: readonly Unfolded[];
}

/** Rows from `first` up to, but not including, `end`. */
export interface RowRange {
  first: number;
  end: number;
}

/** Distance of a row from the top of the list; for `count` the height of the list. */
export function offsetOf(index: number, { rowHeight, unfolded }: RowSizes): number {
  let offset = index * rowHeight;
  for (const row of unfolded) {
    if (row.index >= index) {
      break;
    }
    offset += row.height;
  }
  return offset;
}

export function heightOf(sizes: RowSizes): number {
  return offsetOf(sizes.count, sizes);
}

/** The row at a distance from the top of the list, with what it shows below itself. Limited to the rows of the list. */
export function rowAt(offset: number, { count, rowHeight, unfolded }: RowSizes): number {
  let below = 0;
  for (const { index, height } of unfolded) {
    const end = (index + 1) * rowHeight + below;
    if (offset < end) {
      break;
    }
    if (offset < end + height) {
      return index;
    }
    below += height;
  }
  const row = Math.floor((offset - below) / rowHeight);
  return Math.max(Math.min(row, count - 1), 0);
}

/** Rows of which at least a part is visible between two distances from the top of the list. */
export function visibleRows(from: number, to: number, sizes: RowSizes): RowRange {
  return sizes.count === 0
    ? { first: 0, end: 0 }
    : { first: rowAt(from, sizes), end: rowAt(Math.max(to - 1, from), sizes) + 1 };
}

/**
 * Rows to render: the visible ones and some beyond, in whole blocks, so that most scroll events change nothing.
 *
 * @param beyond number of rows above and below the visible ones
 * @param block number of rows by which the range grows and moves
 */
export function renderedRows({ first, end }: RowRange, count: number, beyond: number, block: number): RowRange {
  return {
    first: Math.max(Math.floor((first - beyond) / block) * block, 0),
    end: Math.min(Math.ceil((end + beyond) / block) * block, count),
  };
}
