/** Types for packages that have none or do not export the part that the page needs. */

interface SystemJs {
  import(id: string): Promise<unknown>;
  addImportMap(map: { imports: Record<string, string> }): void;
  set(id: string, module: object): void;
}

interface Window {
  System: SystemJs;
  __grafana_public_path__: string;
}

declare module 'systemjs/dist/system.js';
declare module 'systemjs/dist/extras/amd.js';
declare module 'systemjs/dist/extras/named-register.js';
declare module 'react-redux';
declare module 'redux';
declare module 'slate';
declare module 'slate-plain-serializer';
declare module 'd3';
declare module 'prismjs';

declare module 'react-router-dom' {
  import type { ComponentType, ReactNode } from 'react';
  export const Router: ComponentType<{ history: unknown; children: ReactNode }>;
}

declare module 'grafana-runtime-internals/components/PluginPage.mjs' {
  import type { ComponentType } from 'react';
  import type { PluginPageProps } from '@grafana/runtime';
  export function setPluginPage(page: ComponentType<PluginPageProps>): void;
}
