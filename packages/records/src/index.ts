export * from './vocabulary.ts';
export * from './attributes.ts';
export * from './attempt.ts';
export * from './cost.ts';
export * from './error-sentences.ts';
export * from './money.ts';
export * from './record.ts';
export * from './secret-shapes.ts';
