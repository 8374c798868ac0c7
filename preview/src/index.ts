export { type GrafanaRelease, installLibraries } from './server/grafana-release.ts';
export { buildPreview } from './server/build-preview.ts';
export { startPreview, type Preview, type PreviewOptions } from './server/start-preview.ts';
