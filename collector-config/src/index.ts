export * from './binary.ts';
export * from './files.ts';
export * from './run.ts';
