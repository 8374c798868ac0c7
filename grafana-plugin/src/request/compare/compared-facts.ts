import type { Fact } from '../../components/Facts.tsx';

/** A fact of two requests. Null: that request does not have it, or it was not reported. */
export interface ComparedFact {
  label: string;
  left: string | null;
  right: string | null;
  differs: boolean;
  /** Whether the values name or identify someone: see `NameText`. */
  personal: boolean;
}

/** The facts of two requests side by side, in the order of the left one; those that only the right one has come after their neighbours. */
export function compareFacts(left: readonly Fact[], right: readonly Fact[]): ComparedFact[] {
  const rights = new Map(right.map((fact) => [fact.label, fact]));
  const lefts = new Map(left.map((fact) => [fact.label, fact]));
  return inBothOrders(
    left.map(({ label }) => label),
    right.map(({ label }) => label),
  ).map((label) => {
    const [a, b] = [lefts.get(label), rights.get(label)];
    const [textLeft, textRight] = [textOf(a), textOf(b)];
    return {
      label,
      left: textLeft,
      right: textRight,
      differs: textLeft !== textRight,
      personal: a?.personal === true || b?.personal === true,
    };
  });
}

/** The union of two lists, in which an element follows the one before it in its own list. */
function inBothOrders(left: readonly string[], right: readonly string[]): string[] {
  const all = [...left];
  right.forEach((label, index) => {
    if (!all.includes(label)) {
      const before = right[index - 1];
      all.splice(before === undefined ? 0 : all.indexOf(before) + 1, 0, label);
    }
  });
  return all;
}

function textOf(fact: Fact | undefined): string | null {
  return typeof fact?.value === 'string' ? fact.value : null;
}
