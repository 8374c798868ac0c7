import { store as localStore } from '@grafana/data';
import { config, usePluginUserStorage } from '@grafana/runtime';
import React, {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { PLUGIN_ID } from '../constants.ts';

/** Settings that a user keeps, as texts. */
export const USER_SETTINGS = ['columns', 'density', 'hide-names', 'histogram', 'figures', 'views'] as const;
export type UserSetting = (typeof USER_SETTINGS)[number];

interface UserSettings {
  /** Empty if the user has not set it. */
  values: Readonly<Record<UserSetting, string>>;
  set(name: UserSetting, value: string): void;
}

const NO_SETTINGS = Object.fromEntries(USER_SETTINGS.map((name) => [name, ''])) as UserSettings['values'];

const SettingsContext = createContext<UserSettings>({ values: NO_SETTINGS, set: () => {} });

/** A setting of the user, empty if not set, and a function that changes it. */
export function useUserSetting(name: UserSetting): readonly [string, (value: string) => void] {
  const { values, set } = useContext(SettingsContext);
  const setThis = useCallback((value: string) => set(name, value), [set, name]);
  return [values[name], setThis];
}

/**
 * Keeps the settings of the user in Grafana's storage for plugins, which follows the user to other browsers. A copy in this
 * browser is there at the first rendering, and remains if the storage cannot be reached.
 */
export function UserSettingsProvider({ children }: { children: ReactNode }) {
  // A new object at each rendering.
  const storage = useRef(usePluginUserStorage());
  const [values, setValues] = useState(readCopies);
  const changed = useRef(new Set<UserSetting>());
  useEffect(() => {
    let isCurrent = true;
    const load = async (name: UserSetting) => {
      const value: string | null | undefined = await storage.current.getItem(name).catch(() => null);
      // The storage knows nothing about a setting that it could not keep.
      if (isCurrent && typeof value === 'string' && !changed.current.has(name)) {
        localStore.set(copyKey(name), value);
        setValues((before) => (before[name] === value ? before : { ...before, [name]: value }));
      }
    };
    void Promise.all(USER_SETTINGS.map(load));
    return () => {
      isCurrent = false;
    };
  }, []);
  const set = useCallback((name: UserSetting, value: string) => {
    changed.current.add(name);
    localStore.set(copyKey(name), value);
    setValues((before) => ({ ...before, [name]: value }));
    void storage.current.setItem(name, value).catch(() => {});
  }, []);
  const settings = useMemo(() => ({ values, set }), [values, set]);
  return <SettingsContext.Provider value={settings}>{children}</SettingsContext.Provider>;
}

function readCopies(): UserSettings['values'] {
  const entries = USER_SETTINGS.map((name) => [name, String(localStore.get(copyKey(name)) ?? '')]);
  return Object.fromEntries(entries) as UserSettings['values'];
}

/** Users of one browser have their own copies. */
function copyKey(name: UserSetting): string {
  const { uid, id } = config.bootData.user;
  return `${PLUGIN_ID}.${uid || id}.${name}`;
}
