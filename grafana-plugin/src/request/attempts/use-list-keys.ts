import { useEffect, useRef, type KeyboardEvent } from 'react';

/** Keys of the list: arrows, Home and End move; the choice follows the focus. Enter, space and the arrow to the right unfold. */
export function moveInList(event: KeyboardEvent<HTMLElement>): void {
  const options = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=option]')];
  const at = options.findIndex((option) => option === document.activeElement);
  const option = options[at];
  if (option === undefined || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  const next = nextOption(event.key, options, at);
  if (next !== undefined) {
    next.focus();
    event.preventDefault();
  } else if (togglesFold(event.key, option.dataset['open'])) {
    option.click();
    event.preventDefault();
  }
}

function nextOption(key: string, options: readonly HTMLElement[], at: number): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return options[Math.min(at + 1, options.length - 1)];
    case 'ArrowUp':
      return options[Math.max(at - 1, 0)];
    case 'Home':
      return options[0];
    case 'End':
      return options.at(-1);
    default:
      return undefined;
  }
}

function togglesFold(key: string, open: string | undefined): boolean {
  return (
    open !== undefined &&
    (key === 'Enter' ||
      key === ' ' ||
      (key === 'ArrowRight' && open === 'false') ||
      (key === 'ArrowLeft' && open === 'true'))
  );
}

/** Scrolls the list, but not the page, so that the chosen item is in view. Returns the list's ref. */
export function useChosenInView(id: string | null) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const list = ref.current;
    const item = [...(list?.querySelectorAll<HTMLElement>('[data-item]') ?? [])].find(
      ({ dataset }) => dataset['item'] === id,
    );
    if (!list || !item) {
      return;
    }
    const above = item.offsetTop - list.scrollTop;
    const below = above + item.offsetHeight - list.clientHeight;
    if (above < 0) {
      list.scrollTop += above;
    } else if (below > 0) {
      list.scrollTop += below;
    }
  }, [id]);
  return ref;
}
