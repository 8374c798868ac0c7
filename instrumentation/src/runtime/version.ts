/** Version of this package, as its spans and metrics carry it. A test holds it to package.json. */
export const VERSION = '0.1.0';
