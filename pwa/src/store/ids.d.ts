/** Ids are made on the phone, so that a report is the same report however often it is sent. */
/** A UUIDv7 (RFC 9562): 48 bits of `now` (ms since 1970), the rest random. */
export declare function uuid7(now?: number): string;
/** Lower-case hexadecimal of `bytes`. */
export declare function toHex(bytes: Uint8Array): string;
/** SHA-256 of exactly `data`, lower-case hexadecimal: the name under which an attachment is sent. */
export declare function sha256(data: ArrayBuffer): Promise<string>;
