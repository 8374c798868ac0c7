import { readFromGrafana, responseIn } from '../store/transport.ts';
import { UnknownDataSourceError } from '../store/store-failure.ts';

/**
 * Names of the secure fields of a data source that are set. Null if the user may not read its settings. Rejects with
 * `UnknownDataSourceError` if Grafana has no such data source.
 */
export async function readSecureFields(uid: string, signal: AbortSignal): Promise<ReadonlySet<string> | null> {
  try {
    const settings = (await readFromGrafana(`/api/datasources/uid/${encodeURIComponent(uid)}`, {}, signal)) as {
      secureJsonFields?: Readonly<Record<string, boolean>>;
    };
    const fields = settings.secureJsonFields;
    return fields === undefined ? null : new Set(Object.keys(fields).filter((name) => fields[name] === true));
  } catch (error) {
    if (responseIn(error)?.status === 404) {
      throw new UnknownDataSourceError();
    }
    if (signal.aborted) {
      throw error;
    }
    // The steps after this one are as useful without the names.
    return null;
  }
}
