import type { Case } from './case.ts';
import { CASES } from './cases/index.ts';
import type { Path } from './paths.ts';

/** One case, called on one path. */
export interface PathCall {
  /** Unique among the calls of all paths. */
  id: string;
  path: Path;
  one: Case;
  /** Position of the case in `CASES`, by which the provider finds its response. */
  index: number;
  stream: boolean;
}

/** The calls of a path: every case of its formats, without and with streaming. */
export function callsOf(path: Path): PathCall[] {
  return CASES.flatMap((one, index) =>
    [false, true]
      .filter((stream) => canCall(path, one, stream))
      .map((stream) => ({ id: `${path.name}: ${index} ${stream ? 'stream' : 'whole'}`, path, one, index, stream })),
  );
}

function canCall(path: Path, { format, body, events }: Case, stream: boolean): boolean {
  return stream ? events !== null && path.streams.includes(format) : body !== null && path.formats.includes(format);
}
