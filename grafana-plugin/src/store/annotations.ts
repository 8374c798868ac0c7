import type { TimeRange } from '@tokentrail/usage-store';
import type { Annotation } from './stores.ts';
import { readFromGrafana } from './transport.ts';

/** More would hide the bars. */
const MAX_ANNOTATIONS = 100;

/**
 * Reads the annotations of the organisation and of its dashboards that the user may see. Resolves with none if that fails,
 * because a page without them is complete.
 */
export async function readAnnotations({ fromMs, toMs }: TimeRange, signal: AbortSignal): Promise<Annotation[]> {
  const params = { from: Math.trunc(fromMs), to: Math.trunc(toMs), limit: MAX_ANNOTATIONS, type: 'annotation' };
  const response = await readFromGrafana('/api/annotations', params, signal).catch(() => []);
  return Array.isArray(response) ? response.flatMap(annotationOf) : [];
}

/** The annotation of an entry of the response, in a list; an empty list for an entry without time. */
function annotationOf(entry: unknown, index: number): Annotation[] {
  if (typeof entry !== 'object' || entry === null || !('time' in entry) || typeof entry.time !== 'number') {
    return [];
  }
  const { time } = entry;
  const end = 'timeEnd' in entry && typeof entry.timeEnd === 'number' ? entry.timeEnd : time;
  const text = 'text' in entry && typeof entry.text === 'string' ? entry.text : '';
  const id = 'id' in entry && typeof entry.id === 'number' && entry.id > 0 ? entry.id : -index - 1;
  return [{ id, fromMs: time, toMs: Math.max(end, time), text }];
}
