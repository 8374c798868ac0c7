import type { AnnotationSupport } from '@grafana/data';
import { lazyPart } from '../../lazy-part.tsx';
import type { EditorProps, UsageQuery } from './types.ts';

/** Most annotations of one query: more would hide the graph. */
const MAX_ANNOTATIONS = 200;
/** What is worth a mark in a graph: changes, top-ups and refunds. */
const DEFAULT_SEARCH = 'type:system,manage,topup,refund';

/** Annotations of a dashboard: each selected record is one. */
export function annotationSupport(): AnnotationSupport<UsageQuery> {
  return {
    QueryEditor: lazyPart<EditorProps>(() => import('./AnnotationEditor.tsx')),
    getDefaultQuery: () => ({ queryType: 'annotations', search: DEFAULT_SEARCH, limit: MAX_ANNOTATIONS }),
    prepareQuery: ({ target }) =>
      target && { ...target, queryType: 'annotations', limit: target.limit ?? MAX_ANNOTATIONS },
  };
}
