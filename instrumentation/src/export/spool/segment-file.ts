/** The data in the name of a segment's file. */
export interface SegmentName {
  /** Order within the folder. */
  sequence: number;
  /** Unix ms; all its records are at least as new. */
  createdMs: number;
  /** Whether its content has expired and was removed. */
  bare: boolean;
}

export function segmentName({ sequence, createdMs, bare }: SegmentName): string {
  return `${String(sequence).padStart(10, '0')}-${createdMs}.${bare ? 'bare' : 'full'}`;
}

/** Parses a file name; undefined if it is not a segment. */
export function parseSegmentName(name: string): SegmentName | undefined {
  const match = /^(\d{10})-(\d{1,15})\.(full|bare)$/.exec(name);
  return match === null
    ? undefined
    : { sequence: Number(match[1]), createdMs: Number(match[2]), bare: match[3] === 'bare' };
}
