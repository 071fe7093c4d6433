/** Why a file could not be read: one sentence. */
export class Unreadable extends Error {}
