/** The public entry: what a protocol's author imports. */
export * from './contract/index.ts';
