import { createContext, useContext } from 'react';

const NamesHidden = createContext(false);

/** Hides names and keys in everything below it: `<HideNames value={true}>`. */
export const HideNames = NamesHidden.Provider;

/** Whether names and keys of people and teams are hidden on this screen, also in tooltips and copies. */
export function useNamesHidden(): boolean {
  return useContext(NamesHidden);
}

/** Shown and copied instead of a hidden name. Its length says nothing about the name. */
export const HIDDEN_NAME = '••••••';
