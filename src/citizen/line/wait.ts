/** Who has to wait: how many stand before them, and after how many seconds to ask again. */
export type Wait = { ahead: number; again: number };
