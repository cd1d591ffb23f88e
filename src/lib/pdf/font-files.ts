import { join } from 'node:path';
import { ROOT } from '../root.ts';

export type Weight = 'regular' | 'bold';

export type Files = Record<Weight, readonly string[]>;

const folder = (name: string) => join(ROOT, 'node_modules/@expo-google-fonts', name);
/** BIZ UDGothic lacks some 8,000 kanji that occur in names (𠮷, 﨟); Noto has them. The first font that has a character draws it. */
export const FONT_FILES: Files = {
  regular: [
    join(folder('biz-udgothic'), '400Regular/BIZUDGothic_400Regular.ttf'),
    join(folder('noto-sans-jp'), '400Regular/NotoSansJP_400Regular.ttf'),
  ],
  bold: [
    join(folder('biz-udgothic'), '700Bold/BIZUDGothic_700Bold.ttf'),
    join(folder('noto-sans-jp'), '700Bold/NotoSansJP_700Bold.ttf'),
  ],
};

const noto = (name: string, family: string): Files => ({
  regular: [join(folder(name), `400Regular/${family}_400Regular.ttf`), ...FONT_FILES.regular],
  bold: [join(folder(name), `700Bold/${family}_700Bold.ttf`), ...FONT_FILES.bold],
});
const LATIN = noto('noto-sans-jp', 'NotoSansJP');
/** By BCP 47. A language's own font stands before the Japanese ones, for names nobody said in it; Latin letters are Noto's, for BIZ UDGothic lacks many of the Vietnamese. */
const BY_LANGUAGE: Readonly<Record<string, Files>> = {
  en: LATIN,
  vi: LATIN,
  ko: noto('noto-sans-kr', 'NotoSansKR'),
  'zh-Hans': noto('noto-sans-sc', 'NotoSansSC'),
};

/** The fonts a paper in a language is drawn with, the first that has a character before the others. */
export const fontFilesOf = (lang: string): Files => BY_LANGUAGE[lang] ?? FONT_FILES;
