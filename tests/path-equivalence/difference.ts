import type { Case, Format } from './case.ts';
import type { Field } from './compare.ts';
import { callsOf, type PathCall } from './calls.ts';
import { PATHS } from './paths.ts';

/** A known difference between what paths report and what is expected of every path. */
export interface Difference {
  paths: readonly string[];
  /** Default: all formats of the paths. */
  formats?: readonly Format[];
  /** The names of the cases that differ, each of them; or which cases may differ. Default: all may. */
  cases?: readonly string[] | ((one: Case) => boolean);
  /** `stream`: only calls with streaming; `whole`: only those without. Default: both. */
  calls?: 'stream' | 'whole';
  fields: readonly Field[];
  /** True if the amount is another number. Without it, a different amount must be unknown. */
  priced?: true;
  /** Why, as a sentence for readers of docs/path-equivalence.md. */
  reason: string;
}

/** The calls in which `difference` may show. */
export function callsWith({ paths, formats, cases, calls }: Difference): PathCall[] {
  return PATHS.filter(({ name }) => paths.includes(name))
    .flatMap(callsOf)
    .filter(
      ({ one, stream }) =>
        (formats === undefined || formats.includes(one.format)) &&
        (cases === undefined || (typeof cases === 'function' ? cases(one) : cases.includes(one.name))) &&
        (calls === undefined || stream === (calls === 'stream')),
    );
}
