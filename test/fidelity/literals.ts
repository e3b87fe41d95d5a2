import type fc from 'fast-check';

/** SQL of values: from the ends of a type, and from between. */
export type Values = fc.Arbitrary<string>;

/** A text whatever the session's character set is. */
export const hex = (text: string): string => `_utf8mb4 x'${Buffer.from(text).toString('hex')}'`;
/** Bytes as they are. */
export const bytesHex = (bytes: Uint8Array): string => `x'${Buffer.from(bytes).toString('hex')}'`;
/** A text without a quote in it. */
export const quoted = (text: string): string => `'${text}'`;
