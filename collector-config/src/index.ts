export * from './binary.ts';
export * from './build-progress.ts';
export * from './files.ts';
export * from './run.ts';
