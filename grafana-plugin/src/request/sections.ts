export const SECTIONS = ['summary', 'attempts', 'content'] as const;
/** A part of a request's detail. */
export type RequestSection = (typeof SECTIONS)[number];
