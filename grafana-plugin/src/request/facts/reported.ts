import type { Fact } from '../../components/Facts.tsx';

/** The facts that were reported, each with its label. */
export function reported(
  entries: readonly (readonly [label: string, value: string | null])[],
  options: Pick<Fact, 'copyable' | 'personal'> = {},
): Fact[] {
  return entries.flatMap(([label, value]) => (value === null || value === '' ? [] : [{ label, value, ...options }]));
}
