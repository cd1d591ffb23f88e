/** A text of staff's in Japanese, and what it is in another language. */
export type Translated = readonly [source: string, language: string, body: string];

/** By language and Japanese text. */
export type StaffTexts = ReadonlyMap<string, ReadonlyMap<string, string>>;

let known: StaffTexts = new Map();

/** What this process knows of how staff's texts are said in other languages. The same object until that changes, so that what was drawn with it may be kept. */
export const staffTexts = (): StaffTexts => known;

/** From now on this process says staff's texts so. */
export function knowTexts(rows: readonly Translated[]): void {
  known = new Map(
    [...Map.groupBy(rows, ([, language]) => language)].map(([language, own]) => [
      language,
      new Map(own.map(([source, , body]) => [source, body])),
    ]),
  );
}
