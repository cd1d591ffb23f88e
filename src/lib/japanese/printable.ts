/** No glyph can be promised: private use (外字), unassigned, half of a surrogate pair. */
const NO_GLYPH = /[\p{Co}\p{Cn}\p{Cs}]/gu;

/** The sign printers put where a character is missing. */
export const GETA = '〓';

export type Printable = {
  text: string;
  /** The code of each character replaced, in order: `U+E000`. Empty where all can be printed. */
  replaced: string[];
};

/** A text as it can be shown and printed; the stored one keeps its codes. */
export function printable(text: string): Printable {
  const replaced: string[] = [];
  const shown = text.replace(NO_GLYPH, (sign) => {
    replaced.push(`U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`);
    return GETA;
  });
  return { text: shown, replaced };
}
