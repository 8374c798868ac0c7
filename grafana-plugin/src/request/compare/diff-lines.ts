/** Lines that follow each other and are all in both texts, or only in one. */
export interface DiffBlock {
  kind: 'same' | 'removed' | 'added';
  lines: readonly string[];
}

/** Time after which a comparison ends without a result, ms: less than a person notices as a pause. */
const MAX_MS = 80;

/**
 * Compares two texts line by line. The time grows with the square of the changed lines, so it is limited; null if the texts have
 * too little in common to finish in it.
 */
export async function diffLines(left: readonly string[], right: readonly string[]): Promise<DiffBlock[] | null> {
  const { diffArrays } = await import('diff');
  const changes = diffArrays([...left], [...right], { timeout: MAX_MS });
  return (
    changes?.map(({ added, removed, value }) => ({
      kind: added ? 'added' : removed ? 'removed' : 'same',
      lines: value,
    })) ?? null
  );
}

/** Unchanged lines that show before and after a change. */
const CONTEXT = 3;

/** A part of a comparison to show: a block, or unchanged lines that are folded. */
export type ShownBlock = DiffBlock | { kind: 'folded'; lines: readonly string[] };

/** Folds unchanged lines that are far from every change. */
export function foldSame(blocks: readonly DiffBlock[]): ShownBlock[] {
  return blocks.flatMap((block, index): ShownBlock[] => {
    const { kind, lines } = block;
    const before = index === 0 ? 0 : CONTEXT;
    const after = index === blocks.length - 1 ? 0 : CONTEXT;
    if (kind !== 'same' || lines.length <= before + after + 1) {
      return [block];
    }
    const part = (from: number, to: number): ShownBlock[] =>
      from < to ? [{ kind: 'same', lines: lines.slice(from, to) }] : [];
    return [
      ...part(0, before),
      { kind: 'folded', lines: lines.slice(before, lines.length - after) },
      ...part(lines.length - after, lines.length),
    ];
  });
}
