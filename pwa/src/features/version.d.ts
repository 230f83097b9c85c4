/** Names the build: a digest of its sources. */
declare const __VERSION__: string;
