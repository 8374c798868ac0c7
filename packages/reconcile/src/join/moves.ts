import type { Cause } from './causes.ts';
import { closeAll, isClosed, isMoneyClosed, openQuantity, type OpenCell } from './open-cell.ts';

/** What two cells may differ in while the rest is the same, in the order in which it is looked for. */
const MOVES: readonly { by: 'tier' | 'kind' | 'key'; cause: Cause }[] = [
  { by: 'tier', cause: 'tier' },
  { by: 'kind', cause: 'other_kind' },
  { by: 'key', cause: 'other_key' },
];

/**
 * Finds usage of one day that the provider counts to another tier, kind or key: the quantities that are too many here are exactly those
 * that are missing there. Without quantities only keys are compared, by money, because another tier has another price.
 */
export function explainMoves(openCells: readonly OpenCell[]): void {
  for (const { by, cause } of MOVES) {
    const groups = new Map<string, OpenCell[]>();
    for (const open of openCells) {
      const { day, key, model, tier, kind } = open.cell;
      if (isClosed(open)) continue;
      const id = [day, by === 'key' || key, by === 'tier' || tier, by === 'kind' || kind, model].join('\t');
      const group = groups.get(id) ?? [];
      if (group.length === 0) groups.set(id, group);
      group.push(open);
    }
    for (const group of groups.values()) {
      if (isMove(group, by)) {
        closeGroup(group, by, cause);
      }
    }
  }
}

function isMove(group: readonly OpenCell[], by: 'tier' | 'kind' | 'key'): boolean {
  if (group.length < 2) {
    return false;
  }
  const quantities = group.map(openQuantity);
  if (quantities.every((quantity) => quantity !== null)) {
    const sum = quantities.reduce((total, quantity) => total + quantity, 0n);
    return sum === 0n && quantities.some((quantity) => quantity !== 0n) && (by !== 'kind' || group.every(isInput));
  }
  if (by !== 'key' || quantities.some((quantity) => quantity !== null)) {
    return false;
  }
  const money = group.reduce((total, open) => total + open.money, 0n);
  const room = group.reduce((total, open) => total + open.tolerance, 0n);
  return money <= room && -money <= room && group.some((open) => !isMoneyClosed(open));
}

/** Output cannot be billed as input. */
function isInput(open: OpenCell): boolean {
  return open.cell.kind !== 'output' && open.cell.kind !== 'tool' && open.cell.kind !== 'request';
}

function closeGroup(group: readonly OpenCell[], by: 'tier' | 'kind' | 'key', cause: Cause): void {
  const side = (open: OpenCell): boolean => (openQuantity(open) ?? open.money) > 0n;
  const named = group.map((open) => ({ gains: side(open), name: open.cell[by] }));
  for (const open of group) {
    const gains = side(open);
    const others = named.filter((one) => one.gains !== gains).map((one) => one.name);
    closeAll(open, cause, { other: others.join(', ') });
  }
}
