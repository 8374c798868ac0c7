interface Edited<Q> {
  query: Q;
  onChange: (query: Q) => void;
  onRunQuery: () => void;
}

/**
 * A function that changes a query by a control and runs it. It does so after React has finished: Combobox reports a choice from within
 * an update, and Explore's own updates would then be nested in it, of which React allows few.
 */
export function chooseIn<Q>({ query, onChange, onRunQuery }: Edited<Q>): (change: Partial<Q>) => void {
  return (change) => {
    setTimeout(() => {
      onChange({ ...query, ...change });
      onRunQuery();
    }, 0);
  };
}
