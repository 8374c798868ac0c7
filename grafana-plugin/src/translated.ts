import { PLUGIN_ID } from './constants.ts';

/**
 * Loads a part of the plugin and initialises its translations, which every text of the part needs. Each entry
 * (`module.ts`) loads its parts with it, because an entry has its own copy of `@grafana/i18n`.
 */
export async function translated<T>(load: () => Promise<T>): Promise<T> {
  const initialised = import('@grafana/i18n').then(({ initPluginTranslations }) => initPluginTranslations(PLUGIN_ID));
  const [part] = await Promise.all([load(), initialised]);
  return part;
}
