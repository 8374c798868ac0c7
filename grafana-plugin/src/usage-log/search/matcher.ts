// A module of its own, which the page loads after the first rows.
export { matcherOf } from '@tokentrail/usage-store';
